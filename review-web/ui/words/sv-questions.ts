// SPDX-License-Identifier: Apache-2.0
// How the questions of a form do.
const one = (n: number, single: string, many: string) => `${n} ${n === 1 ? single : many}`;

export const svQuestions = () => ({
  title: (form: string) => `Frågornas hälsa: ${form}`,
  lead: 'Siffrorna gäller frågorna, aldrig personerna. De bygger på slumpvis utvalda, skickade bedömningar: de senaste 1 000, högst ett halvår före den sista.',
  back: 'Bedömningsmallar',
  version: 'Version',
  versionIs: (n: number) => `Version ${n}`,
  sample: (n: number, from: string, to: string) =>
    `${one(n, 'bedömning', 'bedömningar')}, ${from} till ${to}.`,
  none: 'Inga slumpvis utvalda bedömningar är skickade med den här versionen än. När de finns står det här hur varje fråga klarar sig.',
  noForm: 'Ingen publicerad mall har den nyckeln.',
  caption:
    'Frågor i mallens ordning. Andelar med det spann där det verkliga värdet kan ligga (95 %).',
  question: 'Fråga',
  answers: 'Svar',
  top: 'Vanligaste svaret',
  na: 'Ej aktuellt',
  cannotTell: 'Går inte att avgöra',
  disputes: 'Omprövade',
  agreement: 'Samstämmighet',
  says: 'Vad det säger',
  fewAnswers: 'för få svar',
  few: 'Visas inte: färre än fem personer',
  between: (percent: number, lo: number, hi: number) => `${percent} % (${lo}–${hi})`,
  before: (version: number, percent: number) => `version ${version}: ${percent} %`,
  changed: (n: number, changed: number, open: number) =>
    n === 0 ? 'inga' : `${n}, ${changed} ändrade${open ? `, ${open} väntar` : ''}`,
  agreed: (value: string, lo: string, hi: string) => `${value} (${lo}–${hi})`,
  agreedOf: (calls: number, same: number) =>
    `${one(calls, 'samtal', 'samtal')}, ${same} % lika svar`,
  agreedFew: (calls: number) =>
    `${one(calls, 'samtal', 'samtal')} är för få för att säga något säkert`,
  notCalibrated: 'inte kalibrerad än',
  hints: {
    unclear: 'Bedömarna tolkar frågan olika. Se över frågan, inte personerna.',
    changed: 'Svaret ändras ofta vid omprövning. Se över frågans lydelse och vägledning.',
    untold: 'Går ofta inte att avgöra. Fråga efter något som hörs i samtalet.',
    rare: 'Är sällan aktuell. Låt ett villkor visa den bara när den är det.',
    flat: 'Har inte skilt samtal åt på sex månader. Behövs den, eller är stegen för lika?',
    '': '',
  } as Record<string, string>,
  rules: 'Så väljs orden',
  rulesText: [
    'Tolkas olika: kalibreringarna säger det, från tio samtal som flera har bedömt.',
    'Ändras ofta: minst tre omprövningar är avgjorda, de flesta ändrade svaret, och det gällde minst tre medarbetare.',
    'Går inte att avgöra: säkert fler än vart femte svar på en kritisk punkt.',
    'Sällan aktuell: säkert mer än hälften av svaren.',
    'Har inte skilt samtal åt: minst 30 svar, och 98 av 100 är desamma. Kritiska punkter undantas.',
  ],
});
export type QuestionWords = ReturnType<typeof svQuestions>;
