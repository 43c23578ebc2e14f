// SPDX-License-Identifier: Apache-2.0
// The words of one area, beside the pages that say them: they travel in the same file as the page.
import { computed, type ReadonlySignal } from '@preact/signals';
import { callerForms, type CallerForms } from './caller';
import { callerWord, language } from './index';

/** `const w = area(svTrends, enTrends)`, then `w.value.title`. */
export function area<T>(sv: (c: CallerForms) => T, en: (c: CallerForms) => T): ReadonlySignal<T> {
  return computed(() =>
    (language.value === 'sv' ? sv : en)(callerForms(language.value, callerWord.value)),
  );
}
