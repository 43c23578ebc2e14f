// SPDX-License-Identifier: Apache-2.0
// On the page of a call under care: who has it, or the task itself for who has it.
import { care } from '../../api/care';
import type { Id } from '../../api/types';
import { useLoad } from '../../state/load';
import { Missed } from '../bits';
import { Talk } from './debrief';
import { firstOf, seenOf, standOf, w } from './says';
import { Task } from './task';

export function CareStrip({ call }: { call: Id }) {
  const loaded = useLoad(care.mine, [call], ['care'], call);
  const all = loaded.data;
  if (!all) return <Missed of={loaded} title={w.value.title} />;
  const path = all.mine.find(one => one.interaction === call);
  const task = all.tasks.find(one => one.interaction === call);
  if (!path && !task) return null;
  const held = path?.taken_ms && path.holder; // somebody has taken it: there is one to write to
  const other = held ? path.holder!.name : task?.taken_ms ? task.agent.name : null;
  return (
    <>
      <section class="loadline" aria-label={w.value.title}>
        {path && (
          <div role="status">
            <p>
              <strong>{standOf(path, all)}</strong>
            </p>
            <p class="quiet small">{seenOf(path)}</p>
          </div>
        )}
        {task && <Task task={task} changed={loaded.again} here />}
      </section>
      {other && <Talk id={(path ?? task)!.id} call={call} other={firstOf(other)} />}
    </>
  );
}
