// SPDX-License-Identifier: Apache-2.0
// How an agreement comes into force and ends: put forward, signed by each side, notice.
import { area } from './area';

const svPact = () => ({
  waiting: 'Överenskommelsen väntar på din underskrift',
  waitingText: (title: string) => `”${title}” gäller inte förrän båda parter har skrivit under.`,
  read: 'Läs och skriv under',
  proposal: 'Förslag: gäller inte än',
  by: (name: string, day: string) => `Lades fram av ${name} ${day}.`,
  from: (day: string) => `Ska gälla från ${day}, tidigast när båda har skrivit under.`,
  sides: { employer: 'Arbetsgivaren', employees: 'Facket' },
  signed: (side: string, name: string, day: string) => `${side}: undertecknat av ${name} ${day}.`,
  lacks: (side: string) => `${side}: har inte skrivit under.`,
  untilThen: 'Tills båda har skrivit under:',
  untilThenOld: (n: number) => `Tills båda har skrivit under gäller version ${n} som förut.`,
  stops: [
    'Inga samtal spelas in.',
    'Ingen hör någon annans samtal. Den som tog ett samtal hör sitt eget.',
    'Det som redan är inspelat raderas efter centrets egen inställning.',
  ],
  sign: {
    employer: 'Skriv under för arbetsgivaren',
    employees: 'Skriv under för facket',
  },
  signNow:
    'Du har läst hela texten och binder din part. En underskrift tas inte tillbaka; en överenskommelse sägs upp.',
  signedNow: 'Undertecknat.',
  inForceNow: 'Undertecknat. Båda parter har skrivit under.',
  withdraw: 'Dra tillbaka förslaget',
  withdrawn: 'Förslaget är tillbakadraget.',
  wasWithdrawn: 'tillbakadraget',
  became: (n: number) => `blev version ${n}`,
  past: 'Avslutade förslag',
  proposed: 'Förslaget är framlagt. Det gäller när båda parter har skrivit under.',
  toSign: 'Läs förslaget och se vem som har skrivit under',
  employerRole: 'Vem skriver under för arbetsgivaren',
  employers: {
    any: 'Administratör eller kvalitetsansvarig',
    quality: 'Kvalitetsansvarig',
    admin: 'Administratör',
  },
  noticeDays: 'Uppsägningstid i dagar',
  notice: 'Säg upp överenskommelsen',
  noticeOpens: 'När den har upphört:',
  noticeDaysAre: (n: number) =>
    n
      ? `Uppsägningstiden är ${n} ${n === 1 ? 'dag' : 'dagar'}.`
      : 'Ingen uppsägningstid är avtalad.',
  noticeReason: 'Skäl',
  noticeEnds: 'Ska upphöra (tomt: så snart den får)',
  noticeSend: { employer: 'Säg upp för arbetsgivaren', employees: 'Säg upp för facket' },
  noticeGiven: 'Överenskommelsen är uppsagd.',
  given: (side: string, name: string, day: string, ends: string) =>
    `Uppsagd av ${side.toLowerCase()} (${name}) ${day}. Upphör ${ends}.`,
  veto: 'Får samtalet användas?',
  vetoHelp:
    'Du kan säga nej. Du behöver inte säga varför. Samtalet bedöms inte och räknas inte i någon statistik, och är det lottat dras ett annat i stället. Det spelas inte heller upp i någon lista eller något program: har du sagt ja till det upphör ditt ja.',
  vetoIs:
    'Du har sagt nej. Samtalet bedöms inte, räknas inte i någon statistik och spelas inte upp i någon lista eller något program. Har du sagt ja till det tidigare gäller ditt ja inte längre. Ingen frågar varför.',
  vetoUndo: 'Samtalet får användas igen',
  vetoDone:
    'Samtalet används inte, inte heller i någon lista eller något program. Var det lottat har ett annat dragits i stället.',
  vetoBack:
    'Samtalet får användas igen. Fanns det i en lista eller ett program får du frågan på nytt.',
  clauses: { employer: 'Vem som skriver under', notice: 'Uppsägning' },
  saysEmployer: (who: string) =>
    `För arbetsgivaren: ${who.toLowerCase()}. För de inspelade: facket.`,
});

type Pact = ReturnType<typeof svPact>;

const enPact = (): Pact => ({
  waiting: 'The agreement waits for your signature',
  waitingText: title => `“${title}” is not in force until both sides have signed.`,
  read: 'Read and sign',
  proposal: 'Proposed: not in force yet',
  by: (name, day) => `Put forward by ${name} ${day}.`,
  from: day => `To be in force from ${day}, and not before both have signed.`,
  sides: { employer: 'The employer', employees: 'The union' },
  signed: (side, name, day) => `${side}: signed by ${name} ${day}.`,
  lacks: side => `${side}: has not signed.`,
  untilThen: 'Until both have signed:',
  untilThenOld: n => `Until both have signed, version ${n} is in force as before.`,
  stops: [
    'No calls are recorded.',
    'Nobody hears another’s call. Whoever took a call hears her own.',
    'What is recorded already is erased by the centre’s own setting.',
  ],
  sign: { employer: 'Sign for the employer', employees: 'Sign for the union' },
  signNow:
    'You have read the whole text and bind your side. A signature is not taken back; an agreement is ended by notice.',
  signedNow: 'Signed.',
  inForceNow: 'Signed. Both sides have signed.',
  withdraw: 'Withdraw the proposal',
  withdrawn: 'The proposal is withdrawn.',
  wasWithdrawn: 'withdrawn',
  became: n => `became version ${n}`,
  past: 'Closed proposals',
  proposed: 'The proposal is put forward. It is in force when both sides have signed.',
  toSign: 'Read the proposal and see who has signed',
  employerRole: 'Who signs for the employer',
  employers: {
    any: 'Administrator or quality lead',
    quality: 'Quality lead',
    admin: 'Administrator',
  },
  noticeDays: 'Days of notice',
  notice: 'Give notice',
  noticeOpens: 'When it has ended:',
  noticeDaysAre: n =>
    n ? `${n} ${n === 1 ? 'day' : 'days'} of notice.` : 'No time of notice is agreed.',
  noticeReason: 'Reason',
  noticeEnds: 'To end (empty: as soon as it may)',
  noticeSend: { employer: 'Give notice for the employer', employees: 'Give notice for the union' },
  noticeGiven: 'Notice is given.',
  given: (side, name, day, ends) =>
    `Notice given by ${side.toLowerCase()} (${name}) ${day}. Ends ${ends}.`,
  veto: 'May the call be used?',
  vetoHelp:
    'You may say no, and need not say why. The call is not scored and counts in no statistics, and if it was drawn another is drawn in its place. Nor is it played in any list or programme: if you said yes to that, your yes ends.',
  vetoIs:
    'You have said no. The call is not scored, counts in no statistics and is played in no list or programme. If you said yes to that before, your yes no longer holds. Nobody asks why.',
  vetoUndo: 'The call may be used again',
  vetoDone:
    'The call is not used, nor in any list or programme. If it was drawn, another is drawn in its place.',
  vetoBack: 'The call may be used again. If it was in a list or a programme, you are asked anew.',
  clauses: { employer: 'Who signs', notice: 'Notice' },
  saysEmployer: who => `For the employer: ${who.toLowerCase()}. For those recorded: the union.`,
});

export const pact = area(svPact, enPact);
