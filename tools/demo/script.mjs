// SPDX-License-Identifier: Apache-2.0
// Reads the scripts of tools/demo/calls: a head of `key: value` lines, `---`, then one line each:
//   A words · C words       the agent, the caller; {voice pitch speed} first for another voice
//   .. 9                    nobody says anything for 9 s
//   < 1.4                   the next one begins 1.4 s before the one before has ended
//   hold 20                 on hold with music
//   party login             the call is put through to that agent
//   pause · unpause · erase the agent's phone asks the recorder (RFC 7866, a=recordpref)
//   dtmf C 129              keys pressed
//   note who kind aspect: words · reply who: words · mark who kind     pinned to the line before
import { readFileSync } from 'node:fs';

const headOf = (text) => {
  const head = {};
  for (const line of text.split('\n')) {
    const at = line.indexOf(':');
    if (at > 0) head[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return head;
};

const said = (who, rest) => {
  const other = rest.match(/^\{(\S+ \d+ \d+)\} (.*)$/);
  return { kind: 'say', who, voice: other?.[1] ?? null, text: other ? other[2] : rest };
};

const readers = {
  A: (rest) => said('A', rest),
  C: (rest) => said('C', rest),
  '..': (rest) => ({ kind: 'silence', seconds: Number(rest) }),
  '<': (rest) => ({ kind: 'overlap', seconds: Number(rest) }),
  hold: (rest) => ({ kind: 'hold', seconds: Number(rest) }),
  party: (rest) => ({ kind: 'party', login: rest }),
  pause: () => ({ kind: 'record', how: 'pause' }),
  unpause: () => ({ kind: 'record', how: 'on' }),
  erase: () => ({ kind: 'record', how: 'off' }),
  dtmf: (rest) => ({ kind: 'dtmf', who: rest[0], digits: rest.slice(2) }),
  note: (rest) => {
    const [, who, noteKind, aspect, body] = rest.match(/^(\S+) (\S+) (\S+): (.*)$/);
    return { kind: 'note', who, noteKind, aspect, body };
  },
  reply: (rest) => {
    const [, who, body] = rest.match(/^([^:\s]+): (.*)$/);
    return { kind: 'reply', who, body };
  },
  mark: (rest) => ({ kind: 'mark', who: rest.split(' ')[0], markKind: rest.split(' ')[1] }),
};

const stepOf = (line) => {
  const at = line.search(/\s|$/);
  const word = line.slice(0, at);
  if (!readers[word]) throw new Error(`no such step in a script: ${line}`);
  return readers[word](line.slice(at).trim());
};

export const readScript = (text) => {
  const [head, body] = text.split(/^---$/m);
  const steps = body.split('\n').filter((line) => line.trim()).map(stepOf);
  return { ...headOf(head), steps };
};

export const readScripts = (path) =>
  readFileSync(path, 'utf8').split(/^===$/m).map(readScript);
