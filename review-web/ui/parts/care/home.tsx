// SPDX-License-Identifier: Apache-2.0
// Before everything else on the home page: who needs one, and who has what one asked for oneself.
import type { Care } from '../../api/types';
import type { Loaded } from '../../state/load';
import { when } from '../../words/format';
import { Section } from '../bits';
import { standOf, w } from './says';
import { Task } from './task';

export function CareAtHome({ of }: { of: Loaded<Care> }) {
  const all = of.data;
  if (!all) return null;
  const open = all.mine.filter(path => path.done_ms === null);
  return (
    <>
      {all.tasks.length > 0 && (
        <Section title={w.value.tasks}>
          <ul class="asks">
            {all.tasks.map(task => (
              <li key={task.id}>
                <Task task={task} changed={of.again} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {open.length > 0 && (
        <Section title={w.value.title}>
          <ul class="asks" role="status">
            {open.map(path => (
              <li key={path.id}>
                <p>
                  <strong>{standOf(path, all)}</strong>{' '}
                  <span class="quiet">{w.value.pressed(when(path.pressed_ms))}</span>
                </p>
                <p class="btns">
                  <a class="btn plain" href={`/calls/${path.interaction}`}>
                    {w.value.toCall}
                  </a>
                </p>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}
