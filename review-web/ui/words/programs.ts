// SPDX-License-Identifier: Apache-2.0
// How a code is looked up, and the programs' names, which the home page says too: the longer tables
// (codes.ts) travel with the pages that show them.
import { language } from './index';

export type Both = readonly [sv: string, en: string];
export type Table = Record<string, Both>;

const UNKNOWN: Both = [
  'Något som den här sidan inte känner till',
  'Something this page does not know',
];

export const find = (table: Table, code: string): string =>
  (table[code] ?? UNKNOWN)[language.value === 'sv' ? 0 : 1];

export const PROGRAMS: Table = {
  capture: ['Inspelaren', 'The recorder'],
  encode: ['Färdigställaren', 'The finisher'],
  import: ['Inläsaren', 'The importer'],
  keeper: ['Väktaren', 'The keeper'],
  monitor: ['Budbäraren', 'The messenger'],
  siprec: ['Inspelningsservern', 'The recording server'],
  web: ['Sidorna', 'The pages'],
};

export const programName = (code: string) => find(PROGRAMS, code);
