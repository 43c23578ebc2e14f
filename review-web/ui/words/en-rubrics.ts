// SPDX-License-Identifier: Apache-2.0
import type { RubricWords } from './sv-rubrics';

const one = (n: number, single: string, many: string) => `${n} ${n === 1 ? single : many}`;

export const enRubrics = (): RubricWords => ({
  list: {
    title: 'Evaluation forms',
    lead: 'A published version is never changed: what was scored by it stands. A change becomes a new version.',
    none: 'No evaluation form yet. Begin with an empty one: it brings a scale of three steps and one section.',
    version: (n: number) => `version ${n}`,
    draft: 'Draft',
    current: (day: string) => `In use since ${day}`,
    replaced: (day: string) => `Replaced ${day}`,
    retired: (day: string) => `Taken out of use ${day}`,
    earlier: (n: number) => one(n, 'earlier version', 'earlier versions'),
  },
});
