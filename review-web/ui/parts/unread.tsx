// SPDX-License-Identifier: Apache-2.0
// What came to the recorder's port and could not be read, or was not recorded, per reason, the most first.
import type { Health } from '../api/types';
import { language } from '../words';
import { number } from '../words/format';
import {
  PASSED_TITLE,
  passedText,
  STRANGE_TEXT,
  STRANGE_TITLE,
  UNREAD_OF,
  UNREAD_TITLE,
  unreadText,
} from '../words/unread';
import { Section } from './bits';

type Strange = { port: number; word: string; n: number };
type Counted = { frames?: unknown; unread?: unknown; passed?: unknown; strange?: Strange[] };
type Say = (word: string, n: number, at: 0 | 1) => string;

function Counts({ of, say }: { of: unknown; say: Say }) {
  const at = language.value === 'sv' ? 0 : 1;
  const counts = Object.entries((of ?? {}) as Record<string, number>).filter(([, n]) => n > 0);
  return (
    <ul class="asks">
      {counts
        .sort(([, a], [, b]) => b - a)
        .map(([word, n]) => (
          <li key={word}>
            <p>
              {number(n)} {say(word, n, at)}
            </p>
          </li>
        ))}
    </ul>
  );
}

const any = (of: unknown) => Object.values((of ?? {}) as Record<string, number>).some(n => n > 0);

export function Unread({ programs }: { programs: Health['programs'] }) {
  const capture = programs.find(one => one.program === 'capture');
  const { frames, unread, passed, strange }: Counted = capture?.state ?? {};
  const at = language.value === 'sv' ? 0 : 1;
  return (
    <>
      {any(unread) && (
        <Section title={UNREAD_TITLE[at]}>
          <Counts of={unread} say={unreadText} />
          <p class="quiet small after">{UNREAD_OF(number(Number(frames) || 0))[at]}</p>
        </Section>
      )}
      {any(passed) && (
        <Section title={PASSED_TITLE[at]}>
          <Counts of={passed} say={passedText} />
          {strange && strange.length > 0 && (
            <p class="quiet small after">
              {STRANGE_TITLE[at]}:{' '}
              {strange.map(one => STRANGE_TEXT(one.port, one.word, number(one.n))[at]).join('; ')}.
            </p>
          )}
        </Section>
      )}
    </>
  );
}
