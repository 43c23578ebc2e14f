// SPDX-License-Identifier: Apache-2.0
// Why the service says no, in Swedish and with what to do instead. The left side is the service's
// sentence, {} where it names something; tests/ui/stories-errors.mjs sees to it that none is missing.
import { svPlaces } from './sv-places';

/** What the service names by a word of its own, as a person says it. */
const ROLES: Record<string, string> = svPlaces().people.roles;
export const SAID: Record<string, (text: string) => string> = {
  roller: text =>
    text
      .split(', ')
      .map(role => (ROLES[role] ?? role).toLowerCase())
      .join(', '),
};

export const REFUSALS: [string, string][] = [
  // what it cannot take
  ['{} is longer than {} letters', 'Texten är för lång: högst {2} tecken får plats. Korta den.'],
  [
    '{} is longer than {} bytes',
    'Det är för mycket för att tas emot. Korta det, eller dela upp det.',
  ],
  ['{} is empty', 'Det saknas något. Fyll i fältet.'],
  [
    '{} has a character that is not seen (U+{}): write it without',
    'Texten har ett osynligt tecken (U+{2}). Skriv den utan.',
  ],
  [
    'proposed: it is the answer that was given',
    'Det svaret står redan där. Välj det du hellre hade svarat, eller lämna det tomt.',
  ],
  [
    'to_ms: a clip ends where it is said to; one without an end is a call',
    'Ett klipp behöver en början och ett slut. Ska hela samtalet höras, lägg till det som samtal.',
  ],
  // what it lets nobody do
  [
    'this proposal is signed by both sides already, or withdrawn',
    'Förslaget är redan undertecknat av båda parter, eller tillbakadraget.',
  ],
  [
    'your roles stand on both sides: somebody else signs for each',
    'Dina roller står på båda sidor. Någon annan skriver under för var och en.',
  ],
  [
    'for the employer this agreement is signed by the role {}',
    'Så står det i överenskommelsen: för arbetsgivaren undertecknas den av rollen {1:roller}.',
  ],
  ['the promise is handed over already', 'Det är redan överlämnat.'],
  ['the promise is not handed over', 'Det är inte överlämnat längre.'],
  ['it has been answered already', 'Frågan är redan besvarad.'],
  [
    'that is asked of another kind',
    'Frågor utan svar och det som inte gick att påverka ställs var för sig.',
  ],
  ['marks: choose at least one', 'Välj minst en märkning.'],
  [
    'one of these is asked already, or is not there any more',
    'En av dem är redan ställd, eller borttagen. Ladda om sidan och välj igen.',
  ],
  ['this side has signed already', 'Den parten har redan skrivit under.'],
  [
    'you have signed for the other side: somebody else signs for this',
    'Du har skrivit under för den andra parten. Någon annan skriver under för den här.',
  ],
  ['notice of this agreement has been given already', 'Överenskommelsen är redan uppsagd.'],
  ['this agreement has ended already', 'Överenskommelsen har redan upphört.'],
  // a programme
  ['weeks: there must be one for each item', 'Det ligger något i den veckan. Flytta det först.'],
  ['a question in it has no answer yet', 'Svara på frågan först.'],
  ['it has not been scored yet', 'Lämna din bedömning först.'],
  [
    'it was scored already: the key has been seen',
    'Du har redan bedömt samtalet, och facit har visats.',
  ],
  [
    'it was answered already, and what came after has been heard',
    'Frågan är redan besvarad, och fortsättningen har hörts.',
  ],
  // another system sends calls in
  [
    'nothing is imported here: the setting watch_imports is off',
    'Här läses inga samtal in: inställningen watch_imports är av.',
  ],
  ['{} bytes are here: go on from there', '{1} byte har kommit fram. Fortsätt därifrån.'],
  [
    'all of this file is here: nothing is added to it',
    'Hela filen har kommit fram. Inget läggs till.',
  ],
  ['all of this file is here: import has it', 'Hela filen har kommit fram och läses in.'],
  ['this key is not for that', 'Nyckeln gäller inte det.'],
  ['another request is sending this file now', 'Filen skickas redan av någon annan just nu.'],
  ['you have reported this listening already', 'Du har redan rapporterat den här lyssningen.'],
  ['somebody has answered it already', 'Någon har redan svarat på det.'],
  [
    'a report is answered by somebody else than who listened',
    'Den som lyssnade svarar inte själv. Någon annan gör det.',
  ],
  ['no hold lies on this call', 'Samtalet har ingen bevarandespärr.'],
  ['a hold lies on this call already', 'Samtalet har redan en bevarandespärr.'],
  ['that is not your password', 'Det var inte ditt lösenord.'],
  [
    'the password was changed by another just now',
    'Lösenordet byttes nyss någon annanstans. Logga in igen.',
  ],
  [
    'nobody has taken it yet: there is nobody to write to',
    'Ingen har tagit det än, så det finns ingen att skriva till.',
  ],
  [
    'the telephone system has paused this call: it is recorded again when that pause ends',
    'Telefonisystemet har pausat inspelningen. Den går vidare när den pausen är slut.',
  ],
  [
    'this call is kept as evidence and cannot be erased',
    'Samtalet sparas som bevis och går inte att radera.',
  ],
  [
    'a threat is kept as evidence: its mark stays',
    'Ett hot sparas som bevis. Märkningen går inte att ta bort.',
  ],
  [
    'somebody else has taken it, or it is done',
    'Någon annan har redan tagit det, eller så är det klart.',
  ],
  [
    'the last administrator stays: make another one first',
    'Den sista administratören kan inte tas bort. Gör någon annan till administratör först.',
  ],
  [
    'a call marked tough or threat is not scored: choose another',
    'Ett samtal som är märkt tufft eller hot bedöms inte. Välj ett annat.',
  ],
  [
    'a call marked tough or threat, or that its agent does not want used, counts in no statistics: it is not scored',
    'Samtalet räknas inte i någon statistik och bedöms inte, för det är märkt tufft eller hot, eller så vill medarbetaren inte att det används.',
  ],
  [
    'a change that was decided is handed in, not thrown away',
    'Ändringen är beslutad. Lämna in den, den kan inte kastas.',
  ],
  ["an answer is the other's to give", 'Svaret är den andres att ge.'],
  [
    'hand in your own evaluation first, or throw it away',
    'Lämna först in din egen bedömning, eller kasta den.',
  ],
  ['hand it in first', 'Lämna in den först.'],
  [
    'nobody gives herself a role: another administrator does',
    'Ingen ger sig själv en roll. Be en annan administratör.',
  ],
  [
    'nobody has handed in yet: there is nothing to reveal',
    'Ingen har lämnat in än, så det finns inget att visa.',
  ],
  [
    'nobody has said whose call this is',
    'Ingen har sagt vem som tog samtalet. Svara på det först.',
  ],
  [
    'nobody rates her own call: choose another call or another rater',
    'Ingen bedömer sitt eget samtal. Välj ett annat samtal eller en annan bedömare.',
  ],
  ['nothing is revealed yet', 'Inget är visat än.'],
  [
    'one focus at a time: end the present one first',
    'En sak i taget: avsluta den som pågår först.',
  ],
  ['only a published rubric can be used', 'Bara en publicerad mall kan användas.'],
  [
    'somebody else has taken this call meanwhile',
    'Någon annan har sagt att samtalet är hennes. Ladda om sidan.',
  ],
  [
    'somebody else is writing the new revision: it comes first',
    'Någon annan skriver redan den nya bedömningen. Den kommer först.',
  ],
  [
    'somebody saved this draft meanwhile: load it anew',
    'Någon annan har sparat utkastet under tiden. Ladda om sidan.',
  ],
  [
    'somebody signs in by that name already',
    'Någon loggar redan in med det namnet. Välj ett annat.',
  ],
  ['the calibration is closed already', 'Kalibreringen är redan avslutad.'],
  [
    'the calibration is {}, not {}',
    'Kalibreringen har kommit till ett annat steg. Ladda om sidan.',
  ],
  ['the dispute is decided already', 'Det är redan avgjort. Ladda om sidan.'],
  [
    'this question of it was disputed already',
    'Du har redan sagt att du inte håller med om den frågan.',
  ],
  [
    'the evaluation is {}: it cannot be disputed',
    'Som bedömningen är nu går det inte att säga att man inte håller med. Ladda om sidan.',
  ],
  [
    'the evaluation is {}: it cannot be voided',
    'Som bedömningen är nu kan den inte tas tillbaka. Ladda om sidan.',
  ],
  ['the plan has ended', 'Det är avslutat och ändras inte mer.'],
  ['the plan has ended already', 'Det är redan avslutat.'],
  ['the plan is retired already, or was never there', 'Planen är redan avslutad.'],
  [
    "the plan's rubric {} is retired",
    'Planens mall används inte längre. Säg till den som gör planerna.',
  ],
  ['the precedent is retired already', 'Det gäller redan inte längre.'],
  ['the promise is kept already', 'Det är redan gjort.'],
  [
    'the sample is {}: it waits for nobody',
    'Samtalet väntar inte på någon längre. Ladda om Att lyssna på.',
  ],
  [
    'the sample is {}: score the call as your own choice',
    'Samtalet hör inte till stickprovet längre. Bedöm det som eget val om du vill.',
  ],
  [
    'the {} days for a dispute are over',
    'De {1} dagarna för att säga att man inte håller med har gått. Prata med den som bedömde.',
  ],
  [
    'there is a draft of this form already: go on with that one',
    'Det finns redan ett utkast till mallen. Fortsätt med det.',
  ],
  [
    'there is no version before this one to compare with',
    'Det finns ingen tidigare version att jämföra med.',
  ],
  [
    'there is nothing to compare until both are handed in',
    'Det finns inget att jämföra förrän båda har lämnat in.',
  ],
  [
    'the other one is handed in and not shown yet',
    'Den andra bedömningen är inlämnad men inte visad än.',
  ],
  [
    'the other one is hidden while you have a draft of the same call',
    'Den andras bedömning är dold så länge du har ett utkast på samma samtal. Lämna in det eller kasta det.',
  ],
  [
    'there is nothing to compare until both are handed in by the same form',
    'Det finns inget att jämföra förrän båda har lämnat in med samma mall.',
  ],
  ['this call has no recording: choose another', 'Samtalet har inget ljud. Välj ett annat.'],
  [
    "this call is somebody's already, or of another team",
    'Samtalet är redan någons, eller hör till en annan grupp.',
  ],
  ['this house has that form already, or none is shipped so', 'Mallen finns redan här.'],
  [
    'this form is in no statistics: score the call as your own choice',
    'Mallen räknas inte i någon statistik. Bedöm samtalet som eget val.',
  ],
  ['too many forms are called {}', 'För många mallar heter {1}. Välj ett annat namn.'],
  [
    'version {} is {} and never changes: make a new version',
    'Version {1} ändras inte mer. Gör en ny version.',
  ],
  [
    'version {} is {}: only what is in use is retired',
    'Version {1} används inte, så den kan inte tas ur bruk.',
  ],
  ['what may be heard has changed', 'Vad som får höras har ändrats. Ladda om sidan.'],
  [
    'your draft for this call is there already',
    'Du har redan ett utkast för samtalet. Ladda om sidan.',
  ],
  [
    '{} questions lack an answer, a comment or a marker',
    '{1} frågor behöver mer: ett svar, en kommentar eller ett ställe i samtalet.',
  ],
  [
    '{} version {} is there already{}: give it the next number',
    'Version {2} finns redan. Ge den nästa nummer.',
  ],
  [
    'a calibration is about the form, and never sent to the agent',
    'En kalibrering handlar om mallen och skickas aldrig till medarbetaren.',
  ],
  ['a calibration is held by who opened it', 'Kalibreringen hålls av den som startade den.'],
  [
    'that person is of another team, or has left',
    'Personen hör till en annan grupp, eller har slutat.',
  ],
  ['whoever has left is given no role', 'Den som har slutat får ingen roll.'],
  [
    "the sides are every part's: one part of this call is not yours",
    'Sidorna gäller hela samtalet, och en del av det är inte din.',
  ],
  ["that part of the call is another team's", 'Den delen av samtalet hör till en annan grupp.'],
  [
    'agent: a call is given to somebody of a team you lead',
    'Ett samtal ges till någon i en grupp som du leder.',
  ],
  [
    "this is the whole site's; your right is over a team",
    'Det här gäller hela centret, och din rätt gäller en grupp.',
  ],
  [
    'the agreement “{}”, version {}, has ended; nothing of others is heard until a new one is in force',
    'Överenskommelsen om inspelning, ”{1}”, version {2}, har upphört. Andras samtal hörs inte förrän en ny gäller.',
  ],
  [
    "that second lies in another team's part of the call",
    'Den sekunden ligger i en annan grupps del av samtalet.',
  ],
  ['a dispute is decided by somebody else than the agent', 'Någon annan än medarbetaren avgör.'],
  [
    'a dispute is decided by somebody else than the evaluator',
    'Någon annan än den som bedömde avgör.',
  ],
  [
    "a dispute is decided by who leads the agent's calls",
    'Den som leder medarbetarens grupp avgör.',
  ],
  [
    'a mark is taken away by whoever set it, or by the coach',
    'Märkningen tas bort av den som satte den, eller av coachen.',
  ],
  ['a note is changed by its author', 'Bara den som skrev kommentaren ändrar den.'],
  ["a self-evaluation is its agent's", 'En egen bedömning är medarbetarens egen.'],
  ["a self-evaluation is of one's own call", 'Egen bedömning görs av eget samtal.'],
  [
    'an agent disagrees with an evaluation, and does not void it',
    'Håller du inte med, så säg det vid frågan. Bara den som bedömde kan ta tillbaka bedömningen.',
  ],
  [
    "another site's page asked for this",
    'Något annat än Medlyss egen sida frågade. Ladda om sidan.',
  ],
  ['no part of this call is yours to hear', 'Ingen del av samtalet är din att höra.'],
  ['one of you writes for the group', 'En av er skriver för gruppen.'],
  ["one's own call is scored by a self-evaluation", 'Eget samtal bedöms med egen bedömning.'],
  [
    'only a call that was drawn for you is a random one',
    'Bara ett samtal som har lottats till dig är ett stickprov. Välj ett annat skäl.',
  ],
  ['only the agent whose call it is asks for that', 'Bara den som tog samtalet ber om det.'],
  ['only the agent whose call it is says so', 'Bara den som tog samtalet säger det.'],
  ['only the coach of this plan may change it', 'Bara coachen i planen kan ändra den.'],
  [
    'the agreement “{}”, version {}, does not let a call be withdrawn; it gives no right to say no',
    'Överenskommelsen om inspelning, ”{1}”, version {2}, låter inte ett samtal dras undan. Där står: ”Överenskommelsen ger ingen rätt att säga nej.”',
  ],
  [
    'the agreement “{}”, version {}, does not let your role listen; it lets whoever took the call, and these roles: {}',
    'Överenskommelsen om inspelning, ”{1}”, version {2}, låter inte din roll lyssna på det här samtalet. Där står: ”Vem får lyssna: den som tog samtalet, och: {3:roller}.”',
  ],
  [
    "the whole centre is the quality lead's to see",
    'Hela centret ser bara den kvalitetsansvariga.',
  ],
  [
    'this call is not to be used: its agent has said no to all of it',
    'Den som tog samtalet har sagt nej till att det används. Ändra det på samtalets sida först.',
  ],
  ['this call was drawn for somebody else to hear', 'Samtalet är lottat till någon annan.'],
  ['you are not one of its raters', 'Du är inte en av bedömarna.'],
  ['you do not see these calls', 'Samtalen är inte dina att se.'],
  [
    'that is not why this call is yours to hear',
    'Det skälet gäller inte dig i det här samtalet. Öppna samtalet igen, och välj ett som finns där.',
  ],
  ['you may not plan for these calls', 'Du kan inte planera för de samtalen.'],
  ['your roles do not carry this right', 'Din roll har inte rätt att göra det här.'],
  [
    'your roles do not carry this right for this call',
    'Din roll har inte rätt att göra det här med det här samtalet.',
  ],
];
