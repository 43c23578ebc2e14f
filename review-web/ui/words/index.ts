// SPDX-License-Identifier: Apache-2.0
// The words in force: the language of the one signed in, the site's own word for the caller.
import { computed, signal } from '@preact/signals';
import { callerForms } from './caller';
import { en } from './en';
import { sv, type Words } from './sv';

const TABLES = { sv, en };

export const language = signal<'sv' | 'en'>(navigator.language.startsWith('sv') ? 'sv' : 'en');
export const callerWord = signal('den som ringer');
export const words = computed<Words>(() =>
  TABLES[language.value](callerForms(language.value, callerWord.value)),
);
export type { Words };
