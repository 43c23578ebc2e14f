// SPDX-License-Identifier: Apache-2.0
// Quality: the doors to what is done with scores, each with a sentence on what it is for.

import { Title } from '../parts/bits';
import { can, canAll } from '../state/me';
import { area } from '../words/area';
import { enQuality, svQuality } from '../words/quality';
import type { Right } from 'gen/api';

const w = area(svQuality, enQuality);

type Door = { to: string; name: string; says: string; right: Right; whole?: true }; // whole: over the site

// A room adds its row here, and its two words in words/quality.ts.
const doors = (): Door[] => [
  { to: '/samples', ...w.value.samples, right: 'PLANS' },
  { to: '/calibrations', ...w.value.calibrations, right: 'RATE' },
  { to: '/coaching', ...w.value.coaching, right: 'COACH' },
  { to: '/disputes', ...w.value.disputes, right: 'RATE' },
  { to: '/rubrics', ...w.value.rubrics, right: 'FORMS' },
  { to: '/holds', ...w.value.holds, right: 'HOLD' },
  { to: '/business', ...w.value.business, right: 'RUBRICS', whole: true },
];

export function QualityPage() {
  const open = doors().filter(door => (door.whole ? canAll : can)(door.right));
  return (
    <>
      <Title>{w.value.title}</Title>
      <ul class="doors">
        {open.map(door => (
          <li key={door.to}>
            <a href={door.to}>{door.name}</a>
            <p class="read">{door.says}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
