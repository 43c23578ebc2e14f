// SPDX-License-Identifier: Apache-2.0
// A field took what there was room for: what it did not take is told, or nobody would know.
import { language } from '../words';
import { sayWrong } from './say';

export function full(most: number) {
  const n = most.toLocaleString(language.value);
  sayWrong(
    language.value === 'sv'
      ? `Fältet är fullt: ${n} tecken får plats. Det som inte fick plats kom inte med.`
      : `The field is full: it holds ${n} characters. What did not fit was left out.`,
  );
}
