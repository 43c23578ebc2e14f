// SPDX-License-Identifier: Apache-2.0
// Home: what waits for this person first. One who has several roles gets several parts.
import { centre } from '../api';
import { Empty, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { has, leads, me } from '../state/me';
import { words } from '../words';
import { MyFocus } from './home/coaching';
import { CalibrationsWaiting } from './home/calibrations';
import { Consents } from './home/consents';
import { DisputesWaiting } from './home/disputes';
import { MyEvaluations } from './home/evaluations';
import { later } from '../state/later';
import { Feedback } from './home/feedback';
import { HealthStrip } from './home/health';
import { ListenedToMe, MyCalls, TeamCalls } from './home/rows';
import { MyLists } from './home/lists';
import { Promises } from './home/promises';
import { Setup } from './home/setup';
import { WaitingFor } from './home/waiting';

const Development = later(() => import('./home/development').then(file => file.Development));

function LoadLine() {
  const w = words.value.home;
  const windows = useLoad(centre.windows, []);
  const now = windows.data?.filter(one => one.to_ms === null || one.to_ms > Date.now()) ?? [];
  return (
    <>
      {now.map(one => (
        <div class="loadline" key={one.id} role="note">
          <p>
            <strong>
              {w.loadTitle}: {one.name}
            </strong>
          </p>
          <p class="read">{one.says}</p>
        </div>
      ))}
    </>
  );
}

export function HomePage() {
  const w = words.value.home;
  const first = me.value?.name.split(' ')[0] ?? '';
  const agent = has('agent');
  const learner = has('newhire');
  const nothing = !agent && !learner && !leads.value && !has('admin', 'dpo');
  return (
    <>
      <Title of={words.value.nav.home}>{w.hello(first)}</Title>
      <LoadLine />
      {nothing && <Empty>{w.noAccess}</Empty>}
      {leads.value && <HealthStrip />}
      <div class="split">
        <div>
          {has('admin') && <Setup />}
          {agent && <Consents />}
          {learner && <MyLists />}
          {leads.value && <WaitingFor />}
          {has('coach', 'quality') && <DisputesWaiting />}
          {(agent || learner) && <Promises />}
          {has('coach', 'quality') && <CalibrationsWaiting />}
          {agent && <MyFocus />}
          {agent && <Feedback />}
          {(agent || learner) && <MyEvaluations />}
          {leads.value && <TeamCalls />}
          {(agent || learner) && <MyCalls />}
        </div>
        <div>
          {has('admin', 'dpo') && <HealthStrip />}
          {agent && <Development />}
          {agent && <ListenedToMe />}
          {!learner && (agent || leads.value) && <MyLists />}
        </div>
      </div>
    </>
  );
}
