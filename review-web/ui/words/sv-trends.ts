// SPDX-License-Identifier: Apache-2.0
// Words of the pages over time.
import type { CallerForms } from './caller';

export const svTrends = (c: CallerForms) => ({
  title: 'Utveckling',
  titleOf: (name: string) => `Utveckling: ${name}`,
  centre: 'Hela kundcentret',
  intro: 'Bara stickprov räknas. Punkterna visar samtal, inte människor.',
  says: {
    too_few: (n: number) => `${n} samtal är för få för att säga något säkert.`,
    none_clear:
      'Ingen säker förändring. Det betyder inte att du står stilla, bara att samtalen är för få för att visa det.',
    none_clear_other: 'Ingen säker förändring.',
    possible_change: (week: number) => `Möjlig förändring omkring vecka ${week}.`,
  },
  broken: (day: string) => `Mallen ändrades ${day}. Före och efter går inte att jämföra rakt av.`,
  load: (name: string) => `${name} räknas inte in: de samtalen står för sig, som ringar.`,
  nowIs: (value: string, lo: string, hi: string, n: number) =>
    `Nu: ${value} %. Det verkliga värdet ligger troligen mellan ${lo} och ${hi} %, efter ${n} samtal.`,
  nowFew: (n: number) => `${n} samtal hittills med den här mallen.`,
  xOfN: (x: number, n: number, lo: string, hi: string) =>
    `${x} av ${n}. Det verkliga värdet kan ligga mellan ${lo} och ${hi} %.`,
  fewOf: (n: number) => `för få (${n})`,
  between: (lo: string, hi: string) => `${lo} till ${hi}`,
  nothing: 'Inget är bedömt än.',
  hidden: 'Visas inte: färre än fem personer.',
  overTime: 'Samtal för samtal',
  overTimeNote:
    'En punkt per samtal. Ring: samtal i hög belastning. Lodrät linje: ny mall. Streckat: var det ligger nu, med intervall.',
  weeksNote:
    'Fyrkant: en veckas medel, när samtalen är för många för var sin punkt. Inom parentes antal samtal.',
  week: (n: number) => `vecka ${n}`,
  newForm: (version: number) => `Mall ${version}`,
  perMonth: 'Samtal per månad',
  table: 'Visa som tabell',
  day: 'Dag',
  score: 'Resultat',
  form: 'Mall',
  apart: 'Hög belastning',
  apartNote:
    'Samtal som inföll då, ett för ett. De räknas inte in någonstans och jämförs inte med vanliga dagar.',
  hiddenDots: (n: number) =>
    `${n} ${n === 1 ? 'punkt' : 'punkter'} visas inte: du ska själv bedöma ${n === 1 ? 'samtalet' : 'samtalen'} först.`,
  leftOut: 'Inte med i siffrorna',
  leftOutNote: (n: number) =>
    `${n} ${n === 1 ? 'slumpvis valt samtal är bedömt' : 'slumpvis valda samtal är bedömda'} men inte med i någon siffra.`,
  left: {
    voided: 'dragen tillbaka efter att den skickats.',
    voided_unsent: 'dragen tillbaka innan den skickats.',
    unsent: 'bedömd men inte skickad.',
    own_first: 'skickad; räknas när medarbetaren lämnat in sin egen bedömning.',
    tough: 'samtalet är märkt som tufft.',
    threat: 'samtalet är märkt som hot.',
    withdrawn: 'medarbetaren vill inte att samtalet används.',
  },
  window: 'Läge',
  month: 'Månad',
  calls: 'Samtal',
  yes: 'ja',
  axes: 'Vad som sades och bemötandet',
  axesNote: 'Två mått som aldrig läggs ihop.',
  correct: 'Vad som sades',
  human: 'Bemötandet',
  classes: 'Samtal utan kritiskt fel',
  class: {
    customer: `För ${c.the}`,
    business: 'För verksamheten',
    compliance: 'Regler och sekretess',
  },
  questions: 'Fråga för fråga',
  questionsNote:
    'Andel samtal med det bästa svaret. Starkare ton: oftare något annat. Inom parentes antal samtal.',
  question: 'Fråga',
  together: 'Sammanlagt',
  measures: 'Egna samtalsmått',
  measuresNote: 'Bara jämfört med dig själv: medianen av dina egna samtal.',
  measure: {
    talk_share: 'Egen andel av talet',
    silence: 'Tystnad över 2 s',
    overtalk: 'Samtidigt tal',
    latency: 'Tid till svar',
  },
  ownMedian: 'Egen median',
  seconds: (s: string) => `${s} s`,
  percent: (n: string) => `${n} %`,
  empty:
    'Inga bedömda stickprov än. De visas här när din coach har skickat den första bedömningen.',
  emptyGroup: 'Inga bedömda stickprov än. Börja under Kvalitet, Stickprov.',
  teams: 'Grupper',
  each: 'Var och en',
  eachNote: 'I namnordning. Ingen rangordning.',
  funnel: 'Var och en mot slumpen',
  funnelNote:
    'Medel av vars och ens senaste samtal, högst 24, mot hur många de är. Streckat 95 %, prickat 99,8 %: innanför är det som slumpen ger. Utanför kan det också vara den som bedömt: alla är inte lika stränga.',
  funnelFew: 'Tratten visas från tio medarbetare.',
  interval: 'Kan ligga mellan',
  mean: 'Medel',
  name: 'Namn',
  p: 'Samtal utan kritiskt fel, månad för månad',
  pNote: 'Streckat: så mycket varierar det av slump. Fler samtal, smalare gränser.',
  limits: 'Gränser',
  g: 'Felfria samtal mellan två kritiska fel',
  gNote: (n: number, errors: number) =>
    `De senaste ${errors} felen. Streckat: övre gräns. ${n} felfria samtal sedan det senaste.`,
  gFew: 'För få kritiska fel för att visa avstånden mellan dem.',
  order: 'Fel nummer',
  topics: 'Löst vid första kontakten',
  topicsNote:
    'Samma nummer ringde inte igen inom sju dagar, om något alls. Det står kvar när numret gallras; raderas numret tidigare räknas samtalet inte.',
  topic: 'Ämne',
  first: 'Löst direkt',
  handed: 'Rätt skickat vidare',
  noTopics: 'Inga samtal med utfall, ämne och känt nummer i perioden.',
  severity:
    'Hur sträng du är som bedömare står här när du har kalibrerat med mallen. Bara du och kvalitetsansvariga ser det.',
  more: 'Se hela utvecklingen',
});
