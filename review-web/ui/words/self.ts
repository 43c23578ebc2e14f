// SPDX-License-Identifier: Apache-2.0
// One's own evaluation beside the coach's, and disputes to decide.
const svSteps = ['noll', 'ett', 'två', 'tre', 'fyra', 'fem'];
const enSteps = ['zero', 'one', 'two', 'three', 'four', 'five'];
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const svSelf = () => ({
  compareTitle: 'Skillnaderna',
  compareOf: (call: string) => `Skillnaderna: ${call}`,
  sameOf: (same: number, asked: number) => `Ni såg lika på ${same} av ${asked} frågor.`,
  informed: (who: string, you: boolean) =>
    you
      ? 'Du hade läst den andras svar innan du lämnade in. Jämförelsen är inte blind.'
      : `${who} hade läst den andras svar innan den här lämnades in. Jämförelsen är inte blind.`,
  sameAll: (asked: number) => `Ni såg lika på alla ${asked} frågor. Här finns inget att reda ut.`,
  toTalk: (n: number) => (n === 1 ? 'En fråga att prata om' : `${n} frågor att prata om`),
  about: 'Skillnader säger var ni hörde olika, inte vem som hörde rätt.',
  you: 'Du',
  gap: (higher: string, steps: number) => `${upper(higher)}: ${svSteps[steps] ?? steps} steg högre`,
  noGap: 'Går inte att räkna i steg.',
  none: 'Inget svar',
  noPlace: 'Inget ställe angivet',
  back: 'Till samtalet',
  press: 'Tryck på en tid för att höra stället.',
  disputesTitle: 'Omprövningar',
  disputesAbout:
    'Någon annan än den som bedömde avgör. Lyssna på bådas ställen, och säg varför. Skälet läses av medarbetaren.',
  waiting: 'Att avgöra',
  waitingNone: {
    none: 'Inget att ompröva. Håller någon inte med om ett svar visas det här.',
    part: 'Inget att ompröva bland dem du leder. Håller någon inte med om ett svar visas det här.',
    hidden: 'Omprövningar avgörs av dem som leder.',
  },
  decided: 'Avgjorda senaste halvåret',
  decidedNone: {
    none: 'Inget är avgjort än.',
    part: 'Inget är avgjort än bland dem du leder.',
    hidden: 'Omprövningar avgörs av dem som leder.',
  },
  earlier: (n: number) => `Tidigare (${n})`,
  due: (day: string) => `Avgörs senast ${day}.`,
  overdue: (days: number) => `Tiden gick ut för ${days} ${days === 1 ? 'dag' : 'dagar'} sedan.`,
  overdueToday: 'Tiden gick ut i dag.',
  scoredBy: (name: string) => `${name} svarade`,
  asks: (name: string) => `${name} menar`,
  proposes: (answer: string) => `Hade svarat: ${answer}.`,
  yours: 'Du gjorde bedömningen. Någon annan avgör.',
  decide: 'Avgör',
  decisions: { upheld: 'Står fast', partly: 'Delvis ändrad', adjusted: 'Ändrad' },
  why: 'Varför',
  whyHint: 'Medarbetaren läser det här. Säg vad du hörde, och var.',
  saveUpheld: 'Avgör: står fast',
  saveChanged: 'Avgör och öppna den nya versionen',
  done: 'Avgjort. Medarbetaren ser det nu.',
  finish: 'Skriv klart den nya versionen',
  finishWhy: 'Avgjort, men den nya versionen är inte skickad än.',
  at: (day: string) => `Avgjort ${day}.`,
  outcomes: 'Vad det har blivit',
  outcomesAbout: (day: string) => `Sedan ${day}, i de samtal du ansvarar för. Aldrig per person.`,
  few: 'Visas inte: färre än fem personer.',
  question: 'Fråga',
  counts: ['Står fast', 'Delvis ändrad', 'Ändrad'],
  changed: 'Andel ändrade',
  share: (x: number, n: number, lo: number, hi: number) =>
    `${x} av ${n}. Det verkliga värdet kan ligga mellan ${lo} och ${hi} %.`,
  allQuestions: 'Alla frågor',
});

export const enSelf: typeof svSelf = () => ({
  compareTitle: 'The differences',
  compareOf: call => `The differences: ${call}`,
  sameOf: (same, asked) => `You saw alike on ${same} of ${asked} questions.`,
  informed: (who, you) =>
    you
      ? 'You had read the other’s answers before you handed in. The comparison is not blind.'
      : `${who} had read the other’s answers before handing in. The comparison is not blind.`,
  sameAll: asked => `You saw alike on all ${asked} questions. There is nothing to sort out here.`,
  toTalk: n => (n === 1 ? 'One question to talk about' : `${n} questions to talk about`),
  about: 'A difference says where you heard it differently, not who heard it right.',
  you: 'You',
  gap: (higher, steps) =>
    `${upper(higher)}: ${enSteps[steps] ?? steps} ${steps === 1 ? 'step' : 'steps'} higher`,
  noGap: 'Cannot be counted in steps.',
  none: 'No answer',
  noPlace: 'No place given',
  back: 'To the call',
  press: 'Press a time to hear the place.',
  disputesTitle: 'Reconsiderations',
  disputesAbout:
    'Somebody else than the evaluator decides. Listen to both places, and say why. The agent reads the reason.',
  waiting: 'To decide',
  waitingNone: {
    none: 'Nothing to reconsider. When somebody disagrees with an answer it shows here.',
    part: 'Nothing to reconsider among those you lead. When somebody disagrees with an answer it shows here.',
    hidden: 'Reconsiderations are decided by those who lead.',
  },
  decided: 'Decided in the last half year',
  decidedNone: {
    none: 'Nothing has been decided yet.',
    part: 'Nothing has been decided yet among those you lead.',
    hidden: 'Reconsiderations are decided by those who lead.',
  },
  earlier: n => `Earlier (${n})`,
  due: day => `To be decided by ${day}.`,
  overdue: days => `The time ran out ${days} ${days === 1 ? 'day' : 'days'} ago.`,
  overdueToday: 'The time ran out today.',
  scoredBy: name => `${name} answered`,
  asks: name => `${name} says`,
  proposes: answer => `Would have answered: ${answer}.`,
  yours: 'You made the evaluation. Somebody else decides.',
  decide: 'Decide',
  decisions: { upheld: 'Stands', partly: 'Partly changed', adjusted: 'Changed' },
  why: 'Why',
  whyHint: 'The agent reads this. Say what you heard, and where.',
  saveUpheld: 'Decide: it stands',
  saveChanged: 'Decide and open the new version',
  done: 'Decided. The agent sees it now.',
  finish: 'Finish the new version',
  finishWhy: 'Decided, but the new version is not sent yet.',
  at: day => `Decided ${day}.`,
  outcomes: 'What became of them',
  outcomesAbout: day => `Since ${day}, in the calls you answer for. Never per person.`,
  few: 'Not shown: fewer than five people.',
  question: 'Question',
  counts: ['Stands', 'Partly changed', 'Changed'],
  changed: 'Share changed',
  share: (x, n, lo, hi) => `${x} of ${n}. The true value may lie between ${lo} and ${hi} %.`,
  allQuestions: 'All questions',
});
