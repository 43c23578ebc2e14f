// SPDX-License-Identifier: Apache-2.0
// Home: what waits for this person first. One who has several roles gets several parts.
import { centre } from '../api';
import { CareFirst } from '../parts/care/first';
import { Hint, Missed, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { can, canAll, holds, leads, me } from '../state/me';
import { words } from '../words';
import { MyFocus } from './home/coaching';
import { CalibrationsWaiting } from './home/calibrations';
import { Consents } from './home/consents';
import { DisputesWaiting } from './home/disputes';
import { later } from '../state/later';
import { Feedback } from './home/feedback';
import { HealthStrip } from './home/health';
import { ListenedToMe, MyCalls, TeamCalls, Objections } from './home/rows';
import { MyLists } from './home/lists';
import { WaitingFor } from './home/waiting';
import { now as siteNow } from '../words/clock';

const Development = later(() => import('./home/development').then(file => file.Development));

function LoadLine() {
  const w = words.value.home;
  const windows = useLoad(centre.windows, [], ['load_window']);
  const now = windows.data?.filter(one => one.to_ms === null || one.to_ms > siteNow()) ?? [];
  return (
    <>
      <Missed of={windows} title={w.loadTitle} />
      {now.map(one => (
        <div class="loadline" key={one.id} role="note">
          <p>
            <strong>
              {w.loadTitle}: {one.name}
            </strong>
          </p>
          <p class="read">{one.says}</p>
          <p class="small quiet">{words.value.health.windowBy(one.author_name)}</p>
        </div>
      ))}
    </>
  );
}

const MyProgrammes = later(() => import('../parts/programme/play').then(file => file.MyProgrammes));
const Setup = later(() => import('./home/setup').then(file => file.Setup)); // an administrator's alone
const AnswersToMe = later(() => import('./home/answers').then(file => file.AnswersToMe));
const MattersForMe = later(() => import('./home/answers').then(file => file.MattersForMe));
const MyEvaluations = later(() => import('./home/evaluations').then(file => file.MyEvaluations));
const Promises = later(() => import('./home/promises').then(file => file.Promises));
const Drafts = later(() => import('./home/drafts').then(file => file.Drafts));
const Account = later(() => import('./home/account').then(file => file.Account));
const PactWaiting = later(() => import('./pact').then(file => file.PactWaiting));
const Agreements = later(() => import('./rules').then(file => file.Agreements));

/** For the union and others from outside: what was agreed, and whether it is kept running. */
function Agreed() {
  return (
    <>
      <Hint>{words.value.home.guest}</Hint>
      <HealthStrip />
      <Agreements changed={() => Promise.resolve()} />
    </>
  );
}

export function HomePage() {
  const w = words.value.home;
  const first = me.value?.name.split(' ')[0] ?? '';
  const agent = holds('OWN');
  const learner = holds('LEARNS');
  const guest = holds('NONE');
  const nothing = !can('CLAIM') && !can('PEOPLE');
  return (
    <>
      <Title of={words.value.nav.home}>{w.hello(first)}</Title>
      <LoadLine />
      {(can('SIGN_FOR_UNION') || can('SIGN_FOR_EMPLOYER')) && <PactWaiting />}
      {canAll('WATCH') && <Objections all />}
      {nothing && (guest || can('WATCH') ? <Agreed /> : <Hint>{w.noAccess}</Hint>)}
      {leads.value && <HealthStrip />}
      <div class="split">
        <div>
          <CareFirst />
          {canAll('STAFF') && <Setup />}
          {(agent || learner) && <Promises />}
          {can('SORT') && <AnswersToMe />}
          <MattersForMe />
          {can('NOTE') && <Drafts />}
          {agent && <Consents />}
          {learner && <MyProgrammes />}
          {learner && <MyLists />}
          {leads.value && <WaitingFor />}
          {can('RATE') && <DisputesWaiting />}
          {can('RATE') && <CalibrationsWaiting />}
          {agent && <MyFocus />}
          {agent && <Feedback />}
          {(agent || learner) && <MyEvaluations />}
          {leads.value && <TeamCalls />}
          {(agent || learner) && <MyCalls />}
        </div>
        <div>
          {can('AUDIT') && <HealthStrip />}
          {agent && <Development />}
          {agent && <ListenedToMe />}
          {agent && <Objections />}
          {!learner && (agent || leads.value) && <MyLists />}
          <Account />
        </div>
      </div>
    </>
  );
}
