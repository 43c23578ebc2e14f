// SPDX-License-Identifier: Apache-2.0
// "We get back to you": what one has promised callers, and what one keeps for a colleague.
import { area } from './area';

const svPromises = () => ({
  title: 'Det jag lovat',
  line: (day: string) => `Senast ${day}.`,
  listen: (at: string) => `Hör vad du lovade, ${at}`,
  late: (day: string) => `Skulle ha varit gjort ${day}.`,
  done: 'Gjort',
  later: 'Påminn mig i morgon',
  hand: 'Lämna över',
  handTo: 'Till vem',
  handWords: 'Vad du lovade, och hur den som ringde nås',
  handHint: 'Din kollega ser det här och dagen, men inte samtalet.',
  handed: (name: string) => `Överlämnat till ${name}, som säger till när det är gjort.`,
  handedNow: 'Överlämnat.',
  takeBack: 'Ta tillbaka',
  giveBack: 'Lämna tillbaka',
  keeps: (name: string) => `Lovat av ${name}.`,
  noColleagues: 'Det finns ingen i din grupp att lämna över till.',
  thanks: 'Bra. Steg 3 är stängt.',
  rests: (n: number, name: string) =>
    `Påminnelsen vilar under ${name}: ${n === 1 ? 'ett samtal' : `${n} samtal`} att återkomma om`,
});

const enPromises = (): ReturnType<typeof svPromises> => ({
  title: 'What I have promised',
  line: day => `By ${day}.`,
  listen: at => `Hear what you promised, ${at}`,
  late: day => `Was to be done by ${day}.`,
  done: 'Done',
  hand: 'Hand over',
  handTo: 'To whom',
  handWords: 'What you promised, and how to reach the caller',
  handHint: 'Your colleague sees this and the day, but not the call.',
  handed: name => `Handed over to ${name}, who will say when it is done.`,
  handedNow: 'Handed over.',
  takeBack: 'Take it back',
  giveBack: 'Give it back',
  keeps: name => `Promised by ${name}.`,
  noColleagues: 'There is nobody in your team to hand it to.',
  later: 'Remind me tomorrow',
  thanks: 'Good. Step 3 is closed.',
  rests: (n, name) =>
    `The reminder rests during ${name}: ${n === 1 ? 'one call' : `${n} calls`} to get back about`,
});

export const promiseWords = area(svPromises, enPromises);
