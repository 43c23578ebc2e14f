// SPDX-License-Identifier: Apache-2.0
// For those who mind the recording: which sources send, what was expected of each day, what room there is.
import { area } from './area';

const svRecorded = () => ({
  hidden: 'Källor, dagar och utrymme ser de som sköter inspelningen.',
  sources: 'Källorna',
  source: 'Källa',
  sourcesNone: 'Ingen källa är inställd: ange interfaces, siprec_listen eller watch_imports.',
  heard: 'Hördes senast',
  never: 'Aldrig',
  quiet: 'Tyst',
  sends: 'Sänder',
  kinds: {
    capture: (name: string) => `Speglad port ${name}`,
    siprec: (name: string) => `Inspelningsklient ${name}`,
    import: () => 'Mappen import',
    replay: () => 'Uppspelade fångstfiler',
    upload: () => 'Uppladdade samtal',
  } as Record<string, (name: string) => string>,
  otherKind: (program: string) => `En källa som sidan inte känner till (${program})`,
  quietHelp:
    'En speglad port är aldrig tyst länge: kontrollera speglingen i växeln eller switchen, och kör medlyss check på maskinen.',
  days: 'Väntade och inspelade samtal, dag för dag',
  daysHelp:
    'Väntade är de samtal som borde ha ljud. Obesvarade samtal och sådana som någon valt att inte spela in räknas inte.',
  daysNone: 'Inga samtal har setts de senaste fjorton dagarna.',
  noList:
    'Växelns egen samtalslista är inte inläst: om samtal gick helt förbi inspelningen är inte känt. Läs in den med medlyss import --cdr.',
  day: 'Dag',
  expected: 'Väntade',
  recorded: 'Inspelade',
  missing: 'Saknas',
  oneSided: 'Ena sidan tyst',
  loss: 'Förlust',
  dayNone: 'Inga samtal sågs.',
  from: {
    live: 'Speglad port',
    siprec: 'Inspelningsklienter',
    import: 'Mappen import',
    capture: 'Fångstfiler',
    upload: 'Uppladdat',
    pbx: 'Växelns lista',
  } as Record<string, string>,
  otherFrom: (source: string) => `Annat (${source})`,
  export: 'Ta ut som tabell (CSV)',
  file: 'inspelade-samtal',
  columns: [
    'Dag',
    'Källa',
    'Väntade',
    'Inspelade',
    'Saknas',
    'Varav avvisade: ingen plats',
    'Obesvarade',
    'Bortvalda',
    'Ena sidan tyst',
    'Paket',
    'Förlorade paket',
  ],
  rooms: 'Utrymmet',
  roomsNone:
    'Hur mycket plats som finns är inte känt än. Väktaren mäter när den går; där utrymmet inte tar slut finns inget att mäta.',
  places: {
    spool: 'Samtal som håller på att bli färdiga',
    recordings: 'Inspelningarna',
  } as Record<string, string>,
  left: (size: string, at: string) => `${size} kvar (${at}).`,
  roomUnknown: 'När det är fullt är inte känt än: det behövs ett dygns mätningar.',
  roomSteady: 'Det tar inte slut inom två år, som det ser ut nu.',
  roomFull: (day: string) => `Fullt omkring ${day}, om det fortsätter som de senaste dagarna.`,
});

type Recorded = ReturnType<typeof svRecorded>;

const enRecorded = (): Recorded => ({
  hidden: 'Sources, days and room are for those who mind the recorder.',
  sources: 'The sources',
  source: 'Source',
  sourcesNone: 'No source is set: name interfaces, siprec_listen or watch_imports.',
  heard: 'Last heard',
  never: 'Never',
  quiet: 'Quiet',
  sends: 'Sends',
  kinds: {
    capture: name => `Mirrored port ${name}`,
    siprec: name => `Recording client ${name}`,
    import: () => 'The folder import',
    replay: () => 'Capture files that were replayed',
    upload: () => 'Uploaded calls',
  },
  otherKind: program => `A source this page does not know (${program})`,
  quietHelp:
    'A mirrored port is never quiet for long: look at the mirror in the PBX or the switch, and run medlyss check on the machine.',
  days: 'Calls expected and recorded, day by day',
  daysHelp:
    'Expected are the calls that should have sound. Calls that nobody answered, or that somebody chose not to record, are not counted.',
  daysNone: 'No calls have been seen in the last fourteen days.',
  noList:
    'The PBX’s own list of calls has not been read in: whether calls passed the recorder by unseen is not known. Read it in with medlyss import --cdr.',
  day: 'Day',
  expected: 'Expected',
  recorded: 'Recorded',
  missing: 'Missing',
  oneSided: 'One side silent',
  loss: 'Loss',
  dayNone: 'No calls were seen.',
  from: {
    live: 'Mirrored port',
    siprec: 'Recording clients',
    import: 'The folder import',
    capture: 'Capture files',
    upload: 'Uploaded',
    pbx: 'The PBX’s list',
  },
  otherFrom: source => `Other (${source})`,
  export: 'Take out as a table (CSV)',
  file: 'recorded-calls',
  columns: [
    'Day',
    'Source',
    'Expected',
    'Recorded',
    'Missing',
    'Of these turned away: no room',
    'Not answered',
    'Chosen not to',
    'One side silent',
    'Packets',
    'Packets lost',
  ],
  rooms: 'The room',
  roomsNone:
    'How much room there is is not known yet. The keeper measures while it runs; where room has no end there is nothing to measure.',
  places: { spool: 'Calls in the making', recordings: 'The recordings' },
  left: (size, at) => `${size} left (${at}).`,
  roomUnknown: 'When it is full is not known yet: a day of measuring is needed.',
  roomSteady: 'It does not run out within two years, as it looks now.',
  roomFull: day => `Full around ${day}, if it goes on as in the last days.`,
});

export const recorded = area(svRecorded, enRecorded);
