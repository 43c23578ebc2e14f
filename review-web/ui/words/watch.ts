// SPDX-License-Identifier: Apache-2.0
// For those who watch over it: who listened to whom.
import { area } from './area';

const svWatch = () => ({
  title: 'Vem lyssnade på vem',
  help: 'Varje gång någon öppnat en inspelning: vem, på vems samtal, hur länge och varför. Att du läser det här skrivs i loggen.',
  listener: 'Vem lyssnade',
  agent: 'Vems samtal',
  kind: 'Varför',
  from: 'Från och med',
  to: 'Till och med',
  call: 'Bara ett samtal',
  all: 'Visa alla samtal',
  none: 'Ingen har lyssnat, så långt valen räcker.',
  export: 'Ta ut som tabell (CSV)',
  whole: 'Hela åtkomstloggen',
  some: 'Här är de senaste. Välj en kortare tid för att se resten.',
  tooMany: (n: number) =>
    `De senaste ${n} togs ut. Det finns fler: välj en kortare tid och ta ut igen.`,
  /** Maria lyssnade 4:00 på Annas samtal, för bedömning. */
  line: (who: string, length: string | null, whose: string | null, why: string) =>
    `${who} ${length ? `lyssnade ${length} på` : 'öppnade'} ${whose ? `${whose}${/[sxz]$/i.test(whose) ? '' : 's'} samtal` : 'ett samtal som inte är någons'}${length ? '' : ' utan att spela det'}, ${why}`,
  own: (who: string, length: string | null) =>
    length
      ? `${who} lyssnade ${length} på sitt eget samtal`
      : `${who} öppnade sitt eget samtal utan att spela det`,
  why: {
    review: 'för bedömning',
    own: 'som sitt eget',
    programme: 'för introduktion',
    calibration: 'för kalibrering',
    complaint: 'för ett klagomål',
    other: 'av annat skäl',
    export: 'för att lämnas ut',
  },
  times: (n: number) => `öppnat ${n} gånger`,
  columns: [
    'När',
    'Vem lyssnade',
    'Vems samtal',
    'Varför',
    'Med egna ord',
    'Hörda sekunder',
    'Hämtade sekunder',
    'Öppnat gånger',
    'Samtal',
  ],
  file: 'lyssningar',
  broke: 'Det här bröt mot överenskommelsen',
  brokeHelp:
    'Det går till facket och dataskyddsombudet. Den som lyssnade svarar inte, och läser inte vad du skriver.',
  brokeWords: 'Vad bröt mot överenskommelsen?',
  send: 'Skicka',
  sent: (day: string) => `Skickat till facket och dataskyddsombudet. Svar senast ${day}.`,
  mine: 'Det du rapporterat',
  waits: (day: string) => `Väntar på svar, senast ${day}`,
  late: (day: string) => `Skulle ha besvarats ${day}`,
  findings: {
    kept: 'Överenskommelsen följdes',
    broken: 'Överenskommelsen bröts',
    unclear: 'Överenskommelsen är otydlig här',
  },
  reports: 'Rapporterade lyssningar',
  reportsNone: 'Ingen har rapporterat en lyssning.',
  reportOf: (agent: string) => `${agent} menar att det här bröt mot överenskommelsen`,
  finding: 'Vad ni kommit fram till',
  answer: (name: string) => `Svar till ${name}`,
  answerSend: 'Skicka svaret',
  answered: (name: string, day: string) => `${name} svarade ${day}`,
  agreement: 'Överenskommelsen om inspelning',
  agreementHelp: 'Hela överenskommelsen, som den gäller. Servern nekar det som den inte tillåter.',
  agreementNone: 'Ingen överenskommelse gäller. Då spelas inget in.',
  inForce: (n: number, from: string, by: string) =>
    `Version ${n}, från ${from}. Undertecknad av ${by}.`,
  inForceTitle: 'Överenskommelsen som gäller nu',
  earlier: 'Tidigare och kommande versioner',
  clauses: {
    purpose: 'Ändamål',
    listeners: 'Vem får lyssna',
    colleagues: 'Samtal som flera har tagit',
    retention: 'Hur länge samtalen sparas',
    veto: 'Rätt att säga nej',
    discipline: 'Inte för disciplin',
  },
  listenersAny: 'Var och en som har rätt till det genom sin roll.',
  listenersAre: (roles: string) =>
    roles
      ? `Den som tog samtalet, och: ${roles}. Andra hör bara det som medarbetaren sagt ja till i en lista.`
      : 'Bara den som tog samtalet. Andra hör bara det som medarbetaren sagt ja till i en lista.',
  colleaguesYes: 'Den som tog en del av samtalet får höra också kollegornas delar.',
  colleaguesNo: 'Den som tog en del av samtalet hör bara sin egen del.',
  retentionDays: (n: number) => `${n} dagar. Sedan går ljudet inte att få tillbaka.`,
  retentionNone: 'Överenskommelsen säger inte hur länge. Då gäller centrets egen inställning.',
  vetoYes:
    'Medarbetaren får säga nej till att ett samtal används. Ett annat lottas fram i stället.',
  vetoNo: 'Överenskommelsen ger ingen rätt att säga nej.',
  disciplineNo: 'Inspelningar används inte för disciplin. Inget här är gjort för det.',
  disciplineUnsaid: 'Överenskommelsen säger inget om disciplin. Inget här är gjort för det.',
});

type Watch = ReturnType<typeof svWatch>;

const enWatch = (): Watch => ({
  title: 'Who listened to whom',
  help: 'Each time somebody opened a recording: who, whose call, how long and why. That you read this is written in the log.',
  listener: 'Who listened',
  agent: 'Whose call',
  kind: 'Why',
  from: 'From',
  to: 'Until',
  call: 'One call only',
  all: 'Show all calls',
  none: 'Nobody has listened, as far as the choices reach.',
  export: 'Take out as a table (CSV)',
  whole: 'The whole access log',
  some: 'These are the latest. Choose a shorter time to see the rest.',
  tooMany: n =>
    `The latest ${n} were taken out. There are more: choose a shorter time and take out again.`,
  line: (who, length, whose, why) =>
    `${who} ${length ? `listened ${length} to` : 'opened'} ${whose ? `${whose}’s call` : 'a call that is nobody’s'}${length ? '' : ' without playing it'}, ${why}`,
  own: (who, length) =>
    length
      ? `${who} listened ${length} to a call of their own`
      : `${who} opened a call of their own without playing it`,
  why: {
    review: 'for review',
    own: 'as their own',
    programme: 'for training',
    calibration: 'for calibration',
    complaint: 'for a complaint',
    other: 'for another reason',
    export: 'to hand it out',
  },
  times: n => `opened ${n} times`,
  columns: [
    'When',
    'Who listened',
    'Whose call',
    'Why',
    'In their words',
    'Seconds heard',
    'Seconds fetched',
    'Times opened',
    'Call',
  ],
  file: 'listenings',
  broke: 'This broke the agreement',
  brokeHelp:
    'It goes to the union and the data protection officer. Who listened does not answer it, and does not read what you write.',
  brokeWords: 'What broke the agreement?',
  send: 'Send',
  sent: day => `Sent to the union and the data protection officer. Answered by ${day}.`,
  mine: 'What you have reported',
  waits: day => `Waits for an answer, by ${day}`,
  late: day => `Should have been answered ${day}`,
  findings: {
    kept: 'The agreement was kept',
    broken: 'The agreement was broken',
    unclear: 'The agreement is unclear here',
  },
  reports: 'Reported listenings',
  reportsNone: 'Nobody has reported a listening.',
  reportOf: agent => `${agent} holds that this broke the agreement`,
  finding: 'What you have found',
  answer: name => `Answer to ${name}`,
  answerSend: 'Send the answer',
  answered: (name, day) => `${name} answered ${day}`,
  agreement: 'The agreement about recording',
  agreementHelp:
    'The whole agreement, as it is in force. The server refuses what it does not allow.',
  agreementNone: 'No agreement is in force. Then nothing is recorded.',
  inForce: (n, from, by) => `Version ${n}, from ${from}. Signed by ${by}.`,
  inForceTitle: 'The agreement in force now',
  earlier: 'Earlier and coming versions',
  clauses: {
    purpose: 'Purpose',
    listeners: 'Who may listen',
    colleagues: 'Calls that several took',
    retention: 'How long calls are kept',
    veto: 'The right to say no',
    discipline: 'Not for discipline',
  },
  listenersAny: 'Whoever has the right to by her role.',
  listenersAre: roles =>
    roles
      ? `Whoever took the call, and: ${roles}. Others hear only what the agent has said yes to in a list.`
      : 'Only whoever took the call. Others hear only what the agent has said yes to in a list.',
  colleaguesYes: 'Whoever took a part of the call may hear her colleagues’ parts too.',
  colleaguesNo: 'Whoever took a part of the call hears her own part only.',
  retentionDays: n => `${n} days. Then the sound cannot be brought back.`,
  retentionNone: 'The agreement does not say how long. Then the centre’s own setting holds.',
  vetoYes: 'The agent may say no to a call being used. Another is drawn in its place.',
  vetoNo: 'The agreement gives no right to say no.',
  disciplineNo: 'Recordings are not used for discipline. Nothing here is made for it.',
  disciplineUnsaid: 'The agreement says nothing of discipline. Nothing here is made for it.',
});

export const watch = area(svWatch, enWatch);
