// SPDX-License-Identifier: Apache-2.0
// Swedish: sampling plans.
const calls = (n: number) => `${n} samtal`;

export const svSamples = () => ({
  title: 'Stickprov',
  what: 'Lotten avgör vilka samtal som hörs. Varje dragning sparas så att den kan göras om och ge samma samtal.',
  none: 'Ingen plan än, så inga stickprov dras. Gör en plan: välj vems samtal, hur många, och vem som lyssnar.',
  noneOthers: 'Ingen plan än för de medarbetare du ser. Den som är kvalitetsansvarig gör planer.',
  paused: (name: string) =>
    `Paus: ${name}. Inget dras och inget löper ut förrän läget är avslutat.`,
  running: 'Planer som gäller',
  retired: 'Avslutade planer',
  make: 'Gör en plan',
  save: 'Spara och dra nu',
  site: 'Hela verksamheten',
  planOf: (who: string, take: string) => `${who}. ${take}.`,
  takes: (n: number, each: boolean, month: boolean) =>
    each
      ? `${calls(n)} per medarbetare och ${month ? 'månad' : 'vecka'}`
      : `${calls(n)} i ${month ? 'månaden' : 'veckan'}`,
  progress: (heard: number, waiting: number, until: string) =>
    `${heard} hörda, ${waiting} kvar till ${until}.`,
  nothingYet: (when: string) => `Inget draget den här perioden. Nästa dragning ${when}.`,
  name: 'Planens namn',
  whose: 'Vems samtal',
  teams: 'Grupper',
  agents: 'Medarbetare',
  form: 'Bedömningsmall',
  period: 'Hur ofta',
  periods: { week: 'Varje vecka', month: 'Varje månad' },
  unit: 'Dra',
  units: { each: 'för varje medarbetare', all: 'av alla tillsammans' },
  take: 'Antal samtal',
  min: 'Kortaste samtal, minuter',
  max: 'Längsta samtal, minuter',
  spreading: 'Fördelning: längd och tid på dagen',
  spreadHelp:
    'Varje samtal har samma chans. Lotten sprids ändå över kö, längd och tid på dagen, så att det inte bara blir korta samtal på förmiddagen.',
  maxHint: 'Tomt: ingen gräns.',
  maxBad: 'Skriv ett antal minuter, eller lämna tomt.',
  lengthEnds: 'Där en längdgrupp slutar, minuter',
  lengthEndsHint: '3, 8: upp till 3 minuter, 3 till 8, längre än 8. Tomt: ingen uppdelning.',
  lengthEndsBad: 'Skriv stigande antal minuter med kommatecken emellan, högst åtta: 3, 8',
  partEnds: 'Där en del av dagen slutar, klockslag',
  partEndsHint: '10.00, 14.00: före 10, 10 till 14, efter 14. Tomt: ingen uppdelning.',
  partEndsBad: 'Skriv stigande klockslag med kommatecken emellan, högst åtta: 10.00, 14.00',
  spreads: (lengths: string, parts: string) =>
    [lengths && `delade på längd vid ${lengths} min`, parts && `på tid vid ${parts}`]
      .filter(Boolean)
      .join(', ')
      .replace(/^./, one => one.toUpperCase()) + (lengths || parts ? '.' : ''),
  who: 'Vem lyssnar',
  whoHint:
    'Ett samtal går bara till den som förstår språket och får höra medarbetaren, aldrig till henne själv.',
  lacking: (n: number) =>
    `${calls(n)} saknar bedömare: den som skulle lyssna har slutat eller får inte längre. Avsluta planen och gör en ny med någon som får.`,
  whoNone: 'Välj minst en som lyssnar.',
  buys: 'Vad planen ger',
  buysWait: 'Räknar …',
  margin: (points: string) => `± ${points} procentenheter`,
  marginEach: 'på ett halvår, för en medarbetares medel',
  marginAll: 'på ett halvår, för allas medel tillsammans',
  every: 'Alla samtal hörs. Då finns inget att gissa.',
  share: (points: string, n: number) =>
    `Ett ja eller nej, till exempel ett kritiskt fel: ± ${points} procentenheter på ${calls(n)}.`,
  costs: (n: number, time: string, month: boolean) =>
    `${calls(n)} ${month ? 'i månaden' : 'i veckan'}, ungefär ${time} att lyssna.`,
  from: (days: number, n: number) =>
    n
      ? `Räknat på ${calls(n)} de senaste ${days} dagarna.`
      : 'Det finns inga samtal än att räkna på.',
  spread: (sd: string, own: boolean, n: number) =>
    own
      ? `En medarbetares samtal har skilt sig ${sd} procentenheter, räknat på ${n} bedömningar här.`
      : `Antar att en medarbetares samtal skiljer sig ${sd} procentenheter. ${n} bedömningar här är för få för ett eget mått.`,
  hours: (h: number, m: number) => (h ? (m ? `${h} h ${m} min` : `${h} h`) : `${m} min`),
  coverage: 'Täckning',
  coverageOf: (from: string, to: string) => `Täckning, ${from}–${to}`,
  coverageHelp:
    'Hörda stickprov av planerade. Det som inte hinns med är planens underskott, aldrig medarbetarens.',
  noCoverage: 'Du ser inga medarbetare i den här planen.',
  agent: 'Medarbetare',
  picture: 'Bild',
  heardOf: 'Hörda',
  of: (heard: number, wanted: number) => `${heard} av ${wanted}`,
  left: 'Kvar',
  short: 'Underskott',
  notHeard: (name: string) => `${name} har inte hörts den här perioden.`,
  draws: 'Dragningar',
  drawsNone: (when: string) => `Ingen dragning än. Nästa görs ${when}, av samtalen sedan dess.`,
  drawn: (when: string) => `Dragning ${when}`,
  nth: (n: number, of: number) => `Dragning ${n} av ${of} av de här samtalen i perioden.`,
  replaced: 'Ersatt av en omdragning.',
  by: (name: string) => `av ${name}`,
  bySelf: 'på sin tid',
  took: (drawn: number, eligible: number, all: number) =>
    `${drawn} av ${eligible} möjliga samtal (${all} i ramen).`,
  shortOf: (n: number) => `${n} fattades: det fanns inte fler.`,
  leftOut: 'Uteslutna:',
  reasons: {
    apart: 'hålls utanför',
    tough: 'tufft samtal',
    threat: 'hot',
    withdrawn: 'medarbetaren vill inte',
    load: 'hög belastning',
    no_sound: 'inget ljud',
    no_agent: 'ingen har tagit det',
    newhire: 'ny i rollen',
    heard: 'redan hört',
    no_evaluator: 'ingen får höra det',
    no_evaluator_for_language: 'ingen förstår språket',
    too_short: 'för kort',
    too_long: 'för långt',
  } as Record<string, string>,
  became: (heard: number, waiting: number, expired: number, withdrawn: number) =>
    [
      `${heard} hörda`,
      `${waiting} väntar`,
      expired && `${expired} inte hunna`,
      withdrawn && `${withdrawn} undantagna`,
    ]
      .filter(Boolean)
      .join(', ') + '.',
  proof: 'Bevis',
  seed: 'Frö',
  frame: 'Ramens fingeravtryck',
  prove: 'Dra igen och jämför',
  exported: 'Spara hela dragningen',
  proven: (n: number) => `Samma ${calls(n)} igen.`,
  unproven:
    'Stämmer inte: fröet och ramen ger andra samtal. Säg till den som ansvarar för driften.',
  drawNow: 'Dra nu',
  drawAgain: 'Dra om',
  drawHelp:
    'Det som väntar byts mot nya samtal. Hörda samtal står kvar. Omdragningen räknas och skälet syns.',
  why: 'Varför',
  retire: 'Avsluta planen',
  retireSure: 'Planen drar inga fler samtal. Det som redan är draget står kvar.',
  since: (day: string) => `Sedan ${day}.`,
  ended: (day: string) => `Avslutad ${day}.`,
  beganLate: (day: string, n: number, take: number) =>
    `Planen började ${day}, mitt i perioden: i den hinner ${n} av ${take} dras.`,
  stillWait: (n: number) => `${calls(n)} ur den väntar ännu på att höras.`,
  noneDrawn: 'inget draget',
  hears: (names: string) => `Lyssnar: ${names}.`,
  lengths: (from: string, to: string | null) =>
    to ? `Samtal ${from}–${to} min.` : `Samtal från ${from} min.`,
  nextDraw: (when: string) => `Nästa dragning ${when}.`,
});
