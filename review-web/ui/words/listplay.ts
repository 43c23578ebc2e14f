// SPDX-License-Identifier: Apache-2.0
// A listening list as it is played.
export const svListplay = () => ({
  progress: (done: number, n: number, left: string) =>
    `${done} av ${n} klara, ungefär ${left} kvar.`,
  continues: 'Fortsätter där du slutade.',
  finished: 'Du har lyssnat på hela listan.',
  none: 'Inget i listan kan spelas nu. Ett samtal spelas bara om den som tog det har sagt ja.',
  takenBack:
    'Ett samtal är borta ur listan: den som tog det vill inte längre att det används. Det spelas inte mer.',
  fromCall: (name: string, from: string, to: string) => `Ur ett samtal med ${name}, ${from}–${to}.`,
  slower: 'Långsammare, 0,75×',
  normal: 'Vanlig hastighet',
  again: 'Hör igen',
  playItem: (i: number) => `Spela nummer ${i}`,
  up: 'uppåt',
  down: 'nedåt',
  saidYes: (name: string) => `${name} har sagt ja till att du lyssnar.`,
});

export const enListplay = (): ReturnType<typeof svListplay> => ({
  progress: (done, n, left) => `${done} of ${n} done, about ${left} left.`,
  continues: 'Goes on where you stopped.',
  finished: 'You have heard the whole list.',
  none: 'Nothing in the list can be played now. A call is played only when whoever took it has said yes.',
  takenBack:
    'A call has left the list: whoever took it no longer wants it used. It is not played any more.',
  fromCall: (name, from, to) => `From a call with ${name}, ${from}–${to}.`,
  slower: 'Slower, 0.75×',
  normal: 'Ordinary speed',
  again: 'Hear again',
  playItem: i => `Play number ${i}`,
  up: 'upwards',
  down: 'downwards',
  saidYes: name => `${name} has said yes to your listening.`,
});
