// SPDX-License-Identifier: Apache-2.0
// Codes of the service as sentences: events of the log, alarms, programs, what a line of shifts was
// refused for. A code never reaches a page as it is; tests/ui/codes.mjs reads the sources and fails
// where one has no sentence here, in both languages.
import type { Role } from 'gen/api';
import { when } from './format';
import { words } from './index';
import { places } from './places';
import { find, type Table } from './programs';

/** Somebody did: "Anna Lind loggade in". */
export const EVENTS: Table = {
  'site.initialised': ['Installationen gjordes', 'The installation was made'],
  'code.made': ['Gjorde en engångskod', 'Made a one-time code'],
  'code.used': ['Bytte lösenord med en engångskod', 'Set a new password with a one-time code'],
  'session.opened': ['Loggade in', 'Signed in'],
  'session.closed': ['Loggade ut', 'Signed out'],
  'session.refused': ['Inloggning som inte lyckades', 'A sign-in that failed'],
  'key.made': ['Gjorde en nyckel till ett annat system', 'Made a key for another system'],
  'key.revoked': ['Spärrade ett annat systems nyckel', 'Revoked another system’s key'],
  'session.ended': ['Avslutade en egen inloggning', 'Ended a session of their own'],
  'password.changed': ['Bytte sitt lösenord', 'Changed their password'],
  'person.added': ['Lade till en person', 'Added a person'],
  'person.changed': ['Ändrade en person', 'Changed a person'],
  'grant.given': ['Gav en roll', 'Gave a role'],
  'grant.ended': ['Tog tillbaka en roll', 'Took a role back'],
  'team.added': ['Lade till en grupp', 'Added a team'],
  'line.added': ['Lade till en anknytning', 'Added a line'],
  'shift.read': ['Läste in pass', 'Read shifts in'],
  'agreement.proposed': ['Lade fram en överenskommelse', 'Put a recording agreement forward'],
  'agreement.signed': ['Skrev under en överenskommelse', 'Signed a recording agreement'],
  'agreement.added': [
    'En överenskommelse blev undertecknad av båda',
    'A recording agreement was signed by both sides',
  ],
  'agreement.withdrawn': [
    'Drog tillbaka ett förslag till överenskommelse',
    'Withdrew a proposed agreement',
  ],
  'agreement.notice': ['Sade upp överenskommelsen', 'Gave notice of the agreement'],
  'load_window.added': ['Utlyste hög belastning', 'Declared high load'],
  'load_window.changed': ['Ändrade en tid med hög belastning', 'Changed a time of high load'],
  'interaction.longer': ['Ett samtal blev längre', 'A call became longer'],
  'interaction.claimed': ['Sade att samtalet var hens', 'Said that the call was theirs'],
  'interaction.assigned': ['Sade vems samtalet var', 'Said whose call it was'],
  'interaction.outcome_set': ['Satte utfall på ett samtal', 'Set the outcome of a call'],
  'interaction.titled': ['Gav ett samtal en rubrik', 'Gave a call a title'],
  'interaction.topics_set': ['Valde ämnen för ett samtal', 'Chose the topics of a call'],
  'interaction.swapped': ['Bytte sida på rösterna', 'Exchanged the voices’ sides'],
  'mark.added': ['Märkte ett ställe i ett samtal', 'Marked a moment of a call'],
  'mark.deleted': ['Tog bort en märkning', 'Removed a mark'],
  'mark.withdrawn': ['Sade nej till att samtalet används', 'Said no to the call being used'],
  'mark.restored': [
    'Tog tillbaka sitt nej: samtalet får användas',
    'Took back the no: the call may be used',
  ],
  'promise.handed': [
    'Lämnade över ett löfte till en kollega',
    'Handed a promise over to a colleague',
  ],
  'promise.back': ['Tog eller lämnade tillbaka ett löfte', 'Took or gave a promise back'],
  'matter.opened': ['Ställde en fråga till verksamheten', 'Asked the business a question'],
  'matter.changed': ['Ändrade en fråga till verksamheten', 'Changed a question for the business'],
  'matter.answered': [
    'Svarade på en fråga till verksamheten',
    'Answered a question for the business',
  ],
  'matters.exported': [
    'Tog ut frågorna till verksamheten som tabell',
    'Took the questions for the business out as a table',
  ],
  'hold.placed': ['Lade en bevarandespärr', 'Placed a hold'],
  'hold.released': ['Hävde en bevarandespärr', 'Released a hold'],
  'note.added': ['Skrev en kommentar', 'Wrote a note'],
  'note.replied': ['Svarade på en kommentar', 'Answered a note'],
  'note.changed': ['Ändrade en kommentar', 'Changed a note'],
  'note.deleted': ['Tog bort en kommentar', 'Removed a note'],
  'recording.listened': ['Öppnade ett samtal för att lyssna', 'Opened a call to listen'],
  'recording.exported': ['Lämnade ut ljudet som fil', 'Exported the sound as a file'],
  'recording.tried_again': [
    'Bad om ett nytt försök med ett samtal',
    'Asked for a call to be tried again',
  ],
  'recording.erased': ['Ljudet raderades', 'The sound was erased'],
  'rules.set': [
    'Satte en ny version av reglerna för vad som spelas in',
    'Set a new version of the rules for what is recorded',
  ],
  'number.refused': [
    'Noterade att ett nummer inte vill spelas in',
    'Noted that a number does not want to be recorded',
  ],
  'number.allowed': [
    'Tog bort noteringen att ett nummer inte vill spelas in',
    'Took away the note that a number does not want to be recorded',
  ],
  'recording.paused': ['Pausade inspelningen', 'Paused the recording'],
  'recording.resumed': [
    'Inspelningen gick vidare efter en paus',
    'The recording went on after a pause',
  ],
  'recording.stopped': [
    'Stoppade inspelningen och raderade den medan samtalet pågick',
    'Stopped the recording and erased it while the call went on',
  ],
  'recording.marked': ['Märkte ett samtal medan det pågick', 'Marked a call while it went on'],
  'recording.held': [
    'Sparade ett samtal som bevis medan det pågick',
    'Kept a call as evidence while it went on',
  ],
  'list.added': ['Gjorde en lyssningslista', 'Made a listening list'],
  'list.changed': ['Ändrade en lyssningslista', 'Changed a listening list'],
  'list.retired': ['Tog bort en lyssningslista', 'Removed a listening list'],
  'list.items_added': ['Lade samtal i en lyssningslista', 'Put calls into a listening list'],
  'list.item_changed': ['Ändrade ett samtal i en lista', 'Changed a call of a list'],
  'list.item_removed': ['Tog bort ett samtal ur en lista', 'Took a call out of a list'],
  'list.ordered': ['Ordnade om en lyssningslista', 'Put a listening list in another order'],
  'list.given': ['Gav någon en lyssningslista', 'Gave somebody a listening list'],
  'programme.added': ['Gjorde ett program', 'Made a training programme'],
  'programme.changed': ['Ändrade ett program', 'Changed a training programme'],
  'programme.retired': ['Lade undan ett program', 'Put a training programme away'],
  'programme.given': ['Gav någon ett program', 'Gave somebody a training programme'],
  'programme.ended': [
    'Avslutade någons plats i ett program',
    'Ended somebody’s place in a training programme',
  ],
  'consent.ended': [
    'Ja till samtalet i en lista upphörde, för medarbetaren har sagt nej',
    'A yes to the call in a list ended, for the agent has said no',
  ],
  'consent.given': ['Svarade om ett samtal får användas', 'Answered whether a call may be used'],
  'rubric.drafted': ['Började på en bedömningsmall', 'Began an evaluation form'],
  'rubric.discarded': ['Kastade ett utkast till mall', 'Threw a draft of a form away'],
  'rubric.published': ['Publicerade en bedömningsmall', 'Published an evaluation form'],
  'rubric.retired': ['Tog en bedömningsmall ur bruk', 'Retired an evaluation form'],
  'sample_plan.added': ['Gjorde en stickprovsplan', 'Made a sampling plan'],
  'sample_plan.retired': ['Avslutade en stickprovsplan', 'Retired a sampling plan'],
  'sample.drawn': ['Stickprov drogs', 'A sample was drawn'],
  'sample.exported': ['Lämnade ut en dragning som fil', 'Exported a draw as a file'],
  'sample.withdrawn': ['Ett draget samtal undantogs', 'A drawn call was withdrawn'],
  'sample.handed': [
    'Ett draget samtal gick till någon annan',
    'A drawn call went to somebody else',
  ],
  'sample.replaced': ['Ett draget samtal ersattes', 'A drawn call was replaced'],
  'sample.expired': ['En period tog slut före stickproven', 'A period ended before its samples'],
  'evaluation.started': ['Började bedöma ett samtal', 'Began to score a call'],
  'evaluation.seen': [
    'Läste för första gången en annans bedömning av ett samtal',
    'Read another’s evaluation of a call for the first time',
  ],
  'evaluation.submitted': ['Lämnade in en bedömning', 'Handed an evaluation in'],
  'evaluation.released': ['Skickade återkoppling', 'Sent feedback'],
  'evaluation.acknowledged': ['Läste sin återkoppling', 'Read their feedback'],
  'evaluation.voided': ['Drog tillbaka en bedömning', 'Withdrew an evaluation'],
  'evaluation.discarded': ['Slängde ett utkast till bedömning', 'Threw a draft evaluation away'],
  'promise.kept': ['Återkom som utlovat', 'Got back as promised'],
  'promise.moved': ['Sköt upp en påminnelse', 'Put a reminder off'],
  'dispute.opened': ['Höll inte med om ett svar', 'Disagreed with an answer'],
  'dispute.resolved': ['Avgjorde en omprövning', 'Decided a reconsideration'],
  'coaching.started': ['Valde något att öva på', 'Chose something to practise'],
  'coaching.changed': ['Ändrade en plan att öva', 'Changed a plan to practise'],
  'coaching.met': ['Skrev ned en träff', 'Wrote a meeting down'],
  'calibration.opened': ['Öppnade en kalibrering', 'Opened a calibration'],
  'calibration.revealed': ['Visade svaren i en kalibrering', 'Revealed a calibration’s answers'],
  'calibration.closed': ['Avslutade en kalibrering', 'Closed a calibration'],
  'precedent.set': ['Enades om hur en fråga bedöms', 'Agreed on how a question is scored'],
  'precedent.retired': ['Tog bort en överenskommen tolkning', 'Removed an agreed reading'],
  'audit.read': ['Läste loggen', 'Read the log'],
  'objection.made': ['Rapporterade en lyssning', 'Reported a listening'],
  'objection.answered': ['Svarade på en rapporterad lyssning', 'Answered a reported listening'],
  'listenings.read': ['Läste vem som lyssnat på vem', 'Read who listened to whom'],
  'listenings.exported': [
    'Tog ut loggen över lyssningar som tabell',
    'Took the log of listenings out as a table',
  ],
  'rows.kept': ['Rader skrevs under loggens skydd', 'Rows were written under the log’s protection'],
  'rows.taken_in': [
    'Äldre rader togs under loggens skydd',
    'Older rows came under the log’s protection',
  ],
  'heads.key_made': ['Loggens signeringsnyckel gjordes', 'The log’s signing key was made'],
  'heads.lost': [
    'Signaturer saknades och signeringen fortsattes',
    'Signatures were missing, and signing went on',
  ],
};

/** What the recorder cannot do just now, and what helps. */
export const ALARMS: Table = {
  spool_full: [
    'Disken för pågående samtal är full: nya samtal spelas inte in. Frigör utrymme.',
    'The disk for calls in the making is full: new calls are not recorded. Make room.',
  ],
  sync_slow: [
    'Disken för pågående samtal är långsam: ett strömavbrott kan kosta mer än två sekunder.',
    'The disk for calls in the making is slow: a power cut may cost more than two seconds.',
  ],
  sync_failed: [
    'Pågående samtal gick inte att säkra på disken. Kontrollera disken.',
    'Calls in the making could not be secured on the disk. Check the disk.',
  ],
  write_failed: [
    'Pågående samtal gick inte att skriva till disken. Kontrollera disken.',
    'Calls in the making could not be written to the disk. Check the disk.',
  ],
  packets_lost_to_disk: [
    'Ljud har gått förlorat för att disken inte hann med.',
    'Sound was lost because the disk did not keep up.',
  ],
  interface_gone: [
    'Ett nätverkskort som inspelningen lyssnar på är borta eller nere: det som går där spelas inte in.',
    'A network interface that the recorder listens on is gone or down: what passes there is not recorded.',
  ],
  packets_lost_by_kernel: [
    'Ljud har gått förlorat för att maskinen inte hann ta emot det.',
    'Sound was lost because the machine did not keep up with receiving it.',
  ],
  policy_unreadable: [
    'Reglerna för vad som får spelas in går inte att läsa. De senast lästa gäller.',
    'The rules of what may be recorded cannot be read. The last that were read hold.',
  ],
  no_agreement: [
    'Ingen överenskommelse är i kraft, så inget spelas in.',
    'No agreement is in force, so nothing is recorded.',
  ],
  not_understood: [
    'Mycket av det som kommer till inspelningen går inte att läsa. Skälen står här nedanför.',
    'Much of what comes to the recorder cannot be read. The reasons are below.',
  ],
  sip_cannot_be_read: [
    'Signaleringen är krypterad eller kommer i en form som inte går att läsa: samtal missas.',
    'The signalling is encrypted or comes in a form that cannot be read: calls are missed.',
  ],
  pause_ran_out: [
    'En inspelning som var pausad gick vidare av sig själv: ingen hade startat den igen i tid.',
    'A paused recording went on by itself: nobody had resumed it in time.',
  ],
  client_unproven: [
    'En klient som vill lämna samtal ger fel namn eller lösenord: dess samtal spelas inte in. Se siprec_clients.',
    'A client that offers calls gives a wrong name or password: its calls are not recorded. See siprec_clients.',
  ],
  media_strangers: [
    'Ljud kommer från adresser som ingen har kommit överens om, och tas inte emot. Är det klientens egna: skriv in dem i siprec_peers.',
    'Sound comes from addresses that nobody agreed on, and is not taken. If they are the client’s own, name them in siprec_peers.',
  ],
  limit_reached: [
    'Inspelaren är på sin gräns: något samtal fick inte plats. Höj gränsen eller minska det som kommer in.',
    'The recorder is at its limit: a call found no room. Raise the limit, or let less come in.',
  ],
  catalogue_away: [
    'Katalogen går inte att nå: samtal väntar på att bli färdiga.',
    'The catalogue cannot be reached: calls wait to be finished.',
  ],
  no_decoders: [
    'Ovanliga ljudformat kan inte tolkas: hjälpprogrammet för dem saknas.',
    'Rarer sound formats cannot be read: the program for them is missing.',
  ],
  spool_unreadable: [
    'Delar av samtal går inte att läsa och ligger kvar. Se programmets logg.',
    'Parts of calls cannot be read and stay where they are. See the program’s log.',
  ],
  calls_aside: [
    'Samtal som inte gick att göra färdiga är lagda åt sidan. De står här nedanför.',
    'Calls that could not be finished are set aside. They are listed below.',
  ],
  calls_waiting: [
    'Samtal har inte kunnat göras färdiga. De ligger kvar och försöks igen.',
    'Calls could not be finished. They are kept and tried again.',
  ],
  uploads_no_room: [
    'Ett annat system fick inte lämna in en fil: disken är nästan full.',
    'Another system could not send a file in: the disk is nearly full.',
  ],
  imports_refused: [
    'Filer som inte gick att läsa in ligger i failed/, var och en med skälet bredvid. Töm mappen när de är ordnade.',
    'Files that could not be taken in lie in failed/, each with the reason beside it. Empty the folder when they are seen to.',
  ],
  imports_stuck: [
    'En fil som inte gick att läsa in kan inte flyttas till failed/. Kontrollera mappen.',
    'A file that could not be taken in cannot be moved to failed/. Check the folder.',
  ],
  imports_waiting: [
    'Filer i import/ väntar: de går inte att läsa in just nu och försöks igen.',
    'Files in import/ wait: they cannot be taken in just now and are tried again.',
  ],
  lagging: [
    'Samtalen blir färdiga långsammare än de kommer in. Inget går förlorat.',
    'Calls are finished more slowly than they come in. Nothing is lost.',
  ],
  clock_suspect: [
    'Maskinens klocka har hoppat: gallringen vilar tills någon har bekräftat den.',
    'The machine’s clock has jumped: erasing rests until somebody has confirmed it.',
  ],
};

/** Why a line of shifts was refused. */
export const REFUSALS: Table = {
  'nobody signs in by that name': [
    'Ingen loggar in med det namnet.',
    'Nobody signs in by that name.',
  ],
  'there is no such line': ['Den anknytningen finns inte.', 'There is no such line.'],
  'a line is login,line,from,to,duty': [
    'En rad är login,line,from,to,duty.',
    'A line is login,line,from,to,duty.',
  ],
  'a shift ends after it begins': [
    'Ett pass slutar efter att det har börjat.',
    'A shift ends after it begins.',
  ],
  'a time is 2026-11-21T06:45:00+01:00': [
    'En tid skrivs 2026-11-21T06:45:00+01:00.',
    'A time is written 2026-11-21T06:45:00+01:00.',
  ],
  'no calendar has that day': [
    'Den dagen finns inte i någon almanacka.',
    'No calendar has that day.',
  ],
  'a time in numbers is in milliseconds: 13 digits': [
    'En tid i siffror skrivs i millisekunder, med 13 siffror.',
    'A time in numbers is in milliseconds: 13 digits.',
  ],
  'a time ends with Z or an offset such as +01:00': [
    'En tid slutar med Z eller sitt avstånd till UTC, till exempel +01:00.',
    'A time ends with Z or an offset such as +01:00.',
  ],
  'a time lies between the years 2000 and 2100': [
    'En tid ligger mellan åren 2000 och 2100.',
    'A time lies between the years 2000 and 2100.',
  ],
  'she has no shift until further notice at this line': [
    'Hon har inget pass tills vidare på den anknytningen.',
    'She has no shift until further notice at this line.',
  ],
  'another shift of the same person at this line overlaps': [
    'Samma person har redan ett pass vid anknytningen under en del av tiden.',
    'The same person has a shift at this line in part of that time already.',
  ],
  'somebody else sits at this line in part of that time': [
    'Någon annan sitter vid anknytningen under en del av tiden.',
    'Somebody else sits at this line in part of that time.',
  ],
  'this is not UTF-8 text': ['Raden är inte text i UTF-8.', 'The line is not UTF-8 text.'],
};

export const eventName = (code: string) => find(EVENTS, code);
export const alarmText = (code: string) => find(ALARMS, code);
export const refusal = (text: string) => find(REFUSALS, text);

/** Why a program did it. */
export const CAUSES: Table = {
  retention: ['tiden för hur länge samtal sparas gick ut', 'the time that calls are kept ran out'],
  decision: ['det beslutades', 'it was decided'],
  tough: ['tufft samtal', 'tough call'],
  threat: ['hot', 'threat'],
  withdrawn: ['medarbetaren sade nej', 'the agent said no'],
  no_agent: ['samtalet bytte medarbetare', 'the call changed agent'],
  no_sound: ['ljudet finns inte längre', 'the sound is gone'],
};

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const list = (of: unknown) => (Array.isArray(of) ? of.join(', ') : '');

function range(from: unknown, to: unknown): string {
  if (typeof from !== 'number') return '';
  const end = typeof to === 'number' ? when(to) : words.value.common.untilFurther;
  return `${when(from)}–${end}`;
}

/** What was signed, or declared, and what it took the place of. */
function dated(told: Record<string, unknown>): string | null {
  const w = words.value.audit;
  if (typeof told.from_ms !== 'number') return null;
  if (typeof told.version === 'number')
    return w.version(told.version, when(told.from_ms), list(told.closed), list(told.withdrawn));
  return w.range(range(told.from_ms, told.to_ms), range(told.was_from_ms, told.was_to_ms));
}

/** A line's detail: a role's name, a program's cause, a draw's seed, or words that somebody wrote. */
export function detailText(event: string, detail: string): string {
  const w = words.value;
  if (event.startsWith('grant.'))
    return places.value.people.roles[detail as Role] ?? find({}, detail);
  const told = parsed(detail);
  if (!told) return detail;
  if (typeof told.seed === 'string' && typeof told.frame === 'string')
    return w.audit.draw(told.seed, told.frame);
  const of_time = dated(told);
  if (of_time) return of_time;
  return typeof told.why === 'string' ? find(CAUSES, told.why) : find({}, detail);
}
