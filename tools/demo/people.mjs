// SPDX-License-Identifier: Apache-2.0
// Ekbacka kommun, kundcenter: who works there, where they sit, how they sound.
// voice: an espeak-ng voice, its pitch and its words per minute.

export const teams = ['Kundcenter', 'Bygg och miljö', 'Växel'];

const agent = (name, login, line, team, voice) => ({ name, login, line, team, voice, role: 'agent' });

export const agents = [
  agent('Anna Lind', 'anna.lind', '1003', 0, 'sv+f2 52 152'),
  agent('Omar Haddad', 'omar.haddad', '1004', 0, 'sv+m1 40 140'),
  agent('Eva Sjögren', 'eva.sjogren', '1005', 0, 'sv+f5 44 156'),
  agent('Johan Berg', 'johan.berg', '1006', 0, 'sv+m8 36 158'),
  agent('Leila Karimi', 'leila.karimi', '1007', 0, 'sv+f3 48 138'),
  agent('Marcus Nyström', 'marcus.nystrom', '1008', 0, 'sv+m2 44 160'),
  agent('Sara Öhman', 'sara.ohman', '1009', 0, 'sv+Annie 50 158'),
  agent('Timo Virtanen', 'timo.virtanen', '1010', 0, 'sv+m3 45 150'),
  agent('Petra Wallin', 'petra.wallin', '1011', 1, 'sv+f4 50 160'),
  agent('Henrik Ström', 'henrik.strom', '1012', 1, 'sv+m5 38 150'),
  agent('Nadia Yilmaz', 'nadia.yilmaz', '1013', 1, 'sv+linda 52 158'),
  agent('Ola Forsberg', 'ola.forsberg', '1014', 1, 'sv+m4 34 148'),
  agent('Karin Hedlund', 'karin.hedlund', '1015', 1, 'sv+f1 46 150'),
  agent('Daniel Ek', 'daniel.ek', '1016', 1, 'sv+m6 46 162'),
  agent('Birgitta Löf', 'birgitta.lof', '1001', 2, 'sv+f4 36 146'),
  agent('Samir Rahmani', 'samir.rahmani', '1002', 2, 'sv+m7 42 154'),
  agent('Ingrid Norén', 'ingrid.noren', '1017', 2, 'sv+f2 40 142'),
  agent('Fredrik Alm', 'fredrik.alm', '1018', 2, 'sv+m1 50 164'),
];

export const others = [
  { name: 'Maria Ekström', login: 'maria.ekstrom', role: 'coach', team: 0 },
  { name: 'Lars Hellgren', login: 'lars.hellgren', role: 'coach', team: 1 },
  { name: 'Aino Mäkelä', login: 'aino.makela', role: 'coach', team: 2, languages: 'sv fi en' },
  { name: 'Elin Dahl', login: 'elin.dahl', role: 'newhire', team: 0 },
  { name: 'Tove Bergqvist', login: 'tove.bergqvist', role: 'quality' },
  { name: 'Gunilla Stark', login: 'gunilla.stark', role: 'dpo' },
  { name: 'Roger Malm', login: 'roger.malm', role: 'guest' },
  { name: 'Kim Sandell', login: 'kim.sandell', role: 'admin' },
];

// Aino speaks Finnish and hears Finnish calls whoever took them; Lars hears what the first team
// wants to show him.
export const extraGrants = [
  { login: 'aino.makela', role: 'coach', team: 0 },
  { login: 'lars.hellgren', role: 'coach', team: 0 },
];

export const sharedLine = { name: 'Reception, delad', address: '1099', team: 0 };

// The emergency line: whoever has it is on duty now, at whatever hour the demo runs.
export const dutyLine = { name: 'Jour', address: '1019', team: 2, login: 'ingrid.noren' };

// Callers of the fillers: a name, a number of the range set apart for fiction, a voice.
export const callers = [
  ['Bo Lundqvist', '0701740631', 'sv+m3 30 150'], ['Hanna Sjöberg', '0701740632', 'sv+f1 58 166'],
  ['Rebecka Lund', '0701740633', 'sv+f5 50 158'], ['Jonas Falk', '0701740634', 'sv+m6 44 168'],
  ['Solveig Dahlin', '0701740635', 'sv+f4 34 140'], ['Ahmed Said', '0701740636', 'sv+m4 46 150'],
  ['Viktor Hall', '0701740637', 'sv+m8 52 172'], ['Emma och Klara', '0701740638', 'sv+Annie 60 170'],
  ['Patrik Sund', '0701740639', 'sv+m2 38 160'], ['Ylva Rask', '0701740640', 'sv+f3 54 160'],
];
