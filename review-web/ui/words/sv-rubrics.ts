// SPDX-License-Identifier: Apache-2.0
// Forms: the list, the editor, how the questions do.
const one = (n: number, single: string, many: string) => `${n} ${n === 1 ? single : many}`;

export const svRubrics = () => ({
  list: {
    title: 'Bedömningsmallar',
    lead: 'En publicerad version ändras aldrig: det som bedömts efter den står kvar. En ändring blir en ny version.',
    none: 'Ingen bedömningsmall än. Börja med en tom mall, så följer en tregradig skala och ett avsnitt med.',
    version: (n: number) => `version ${n}`,
    draft: 'Utkast',
    current: (day: string) => `I bruk sedan ${day}`,
    replaced: (day: string) => `Ersatt ${day}`,
    retired: (day: string) => `Tagen ur bruk ${day}`,
    earlier: (n: number) => one(n, 'tidigare version', 'tidigare versioner'),
  },
});
export type RubricWords = ReturnType<typeof svRubrics>;
