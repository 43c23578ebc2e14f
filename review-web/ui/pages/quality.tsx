// SPDX-License-Identifier: Apache-2.0
// Quality: the doors to what is done with scores, each with a sentence on what it is for.
import { Title } from '../parts/bits';
import { has } from '../state/me';
import { area } from '../words/area';
import { enQuality, svQuality } from '../words/quality';
import type { Role } from '../api/types';

const w = area(svQuality, enQuality);

type Door = { to: string; name: string; says: string; roles: Role[] };

// A room adds its row here, and its two words in words/quality.ts.
const doors = (): Door[] => [
  { to: '/samples', ...w.value.samples, roles: ['coach', 'quality', 'dpo'] },
  { to: '/calibrations', ...w.value.calibrations, roles: ['coach', 'quality'] },
  { to: '/coaching', ...w.value.coaching, roles: ['coach'] },
  { to: '/disputes', ...w.value.disputes, roles: ['coach', 'quality'] },
  { to: '/rubrics', ...w.value.rubrics, roles: ['coach', 'quality'] },
];

export function QualityPage() {
  const open = doors().filter(door => has(...door.roles));
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
