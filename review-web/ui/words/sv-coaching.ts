// SPDX-License-Identifier: Apache-2.0
// Swedish: one thing to work on together.
export const svCoaching = () => ({
  title: 'Att öva på',
  one: (agent: string) => `Att öva på: ${agent}`,
  none: 'Du har ingen plan än. Välj en sak att öva på tillsammans med en medarbetare.',
  noneOwn: 'Du och din coach har ingen plan just nu. Vill du ha en, säg till när ni ses.',
  nobodys: 'Ingen har sagt vem som tog samtalet, så det finns ingen plan att lägga det i.',
  noPlanWith: (name: string) =>
    `Du och ${name} har ingen plan än. Välj något att öva på under Kvalitet.`,
  inPlan: (at: string, name: string, focus: string) =>
    `${at} ligger i planen med ${name}: ${focus}.`,
  addByKey: 'Ett ställe till: tryck C när du lyssnar på samtalet.',
  onlyYou: 'Bara ni två ser det här.',
  start: 'Välj något att öva på',
  who: 'Medarbetare',
  focus: 'Vad, med era ord',
  focusHint: 'Ett beteende som hörs i ett samtal: "Säg tillbaka vad det gäller".',
  question: 'Fråga i mallen som följer det',
  questionHint: 'Då visas före och efter. Välj ingen om ingen fråga passar.',
  noQuestion: 'Ingen fråga',
  since: (day: string, coach: string) => `Sedan ${day}, med ${coach}.`,
  next: (when: string) => `Ni ses ${when}.`,
  noNext: 'Ingen ny träff är bestämd.',
  calendar: 'Lägg i kalendern',
  sessions: 'Träffar',
  noSessions: 'Ni har inte setts om det här än.',
  said: 'Vad ni sade och kom överens om',
  followUp: 'Ni ses igen (frivilligt)',
  saveMeeting: 'Spara träffen',
  calls: 'Samtal att lyssna på tillsammans',
  noCalls: 'Inga samtal än.',
  removeCall: (title: string) => `Ta bort ${title}`,
  course: 'Före och efter',
  courseHelp:
    'Hur ofta frågan fick mallens översta svar, i stickprov. Sökta samtal och veckor med hög belastning räknas inte. Skillnaden räknas från vad alla svaren gör troligt: en fråga som väljs för att den är låg stiger något av sig själv.',
  before: 'Halvåret före',
  after: 'Sedan första träffen',
  share: (x: number, n: number, lo: number, hi: number) =>
    `${x} av ${n}. Det verkliga värdet kan ligga mellan ${lo} och ${hi} %.`,
  nothing: 'Inga bedömda stickprov än.',
  tooFew: (n: number) => `${n} samtal är för få för att säga något säkert.`,
  clear: (up: boolean): string =>
    up ? 'Det hörs oftare nu än förut.' : 'Det hörs mer sällan nu än förut.',
  notClear:
    'Ingen säker förändring. Det betyder inte att du står stilla, bara att samtalen är för få för att visa det.',
  change: (lo: string, hi: string) => `Skillnaden kan ligga mellan ${lo} och ${hi} procentenheter.`,
  end: 'Avsluta planen',
  endings: {
    reached: 'Det sitter',
    other_focus: 'Något annat är viktigare nu',
    left: 'Medarbetaren har slutat',
  },
  ended: (day: string, why: string) => `Avslutad ${day}: ${why.toLowerCase()}.`,
  earlier: 'Avslutade',
});

export type CoachingWords = ReturnType<typeof svCoaching>;
