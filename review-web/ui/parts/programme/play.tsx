// SPDX-License-Identifier: Apache-2.0
// The one button that plays a programme on, wherever one meets it.
import { programmes } from '../../api/programmes';
import type { ProgrammeRow } from '../../api/types';
import { useLoad } from '../../state/load';
import { area } from '../../words/area';
import { enProgrammes, svProgrammes } from '../../words/programmes';
import { Section } from '../bits';
import { Icon } from '../icon';

const w = area(svProgrammes, enProgrammes);

export function PlayProgramme({ one, main }: { one: ProgrammeRow; main?: boolean }) {
  return (
    <a class={main ? 'btn main' : 'btn'} href={`/programmes/${one.id}/play`} data-play>
      <Icon name="play" />
      {one.mine?.done ? w.value.goOn : w.value.play}
      <span class="sr">: {one.title}</span>
    </a>
  );
}

/** On the home page of whoever walks one. */
export function MyProgrammes() {
  const { data } = useLoad(programmes.all, [], ['programme']);
  const mine = data?.filter(one => one.mine) ?? [];
  if (mine.length === 0) return null;
  return (
    <Section title={w.value.title}>
      <ul class="asks">
        {mine.map(one => (
          <li key={one.id}>
            <p>
              <strong>{one.title}</strong>{' '}
              <span class="quiet">{w.value.done(one.mine!.done, one.items)}.</span>
            </p>
            <p class="btns">
              <PlayProgramme one={one} />
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
