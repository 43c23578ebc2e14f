// SPDX-License-Identifier: Apache-2.0
// Swedish: who works here, and the lines they sit at.

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const svPlaces = () => ({
  people: {
    title: 'Personer',
    add: 'Lägg till person',
    login: 'Användarnamn',
    role: 'Roll',
    team: 'Grupp',
    languages: 'Språk som personen förstår',
    languagesHelp: 'Som sv en fi',
    none: {
      none: 'Inga personer än. Lägg till den första här.',
      part: 'Inga personer i dina grupper än. Administratören lägger till dem.',
      hidden: 'Din roll ger inte rätt att se personer.',
    },
    wholeSite: 'Hela centret',
    noTeam: 'Ingen grupp',
    roles: {
      agent: 'Medarbetare',
      coach: 'Coach',
      newhire: 'Nyanställd',
      trainer: 'Utbildare',
      quality: 'Kvalitetsansvarig',
      dpo: 'Dataskyddsombud',
      admin: 'Administratör',
      union: 'Facket',
      guest: 'Gäst',
    },
    states: { invited: 'Inbjuden', active: 'Aktiv', left: 'Har slutat' },
    invite: 'Ge engångskod',
    recover: 'Ny engångskod',
    code: (name: string) => `Engångskod till ${name}`,
    codeHelp:
      'Säg den eller skriv av den. Den gäller i 15 minuter, en gång, och visas inte igen. Personen loggas ut överallt.',
    codeUntil: (at: string) => `Gäller till ${at}.`,
    whoseCodes:
      'Du kan ge en ny engångskod åt dem du leder. Åt andra, och åt dig själv, gör administratören det.',
    leave: 'Har slutat',
    confirmLeave: (name: string) =>
      `Har ${name} slutat? Personen loggas ut, kan inte logga in mer, och ja till listor upphör.`,
    grants: 'Roller',
    addGrant: 'Lägg till roll',
    removeGrant: (what: string) => `Ta bort rollen ${what}`,
    added: (name: string) => `${name} är tillagd. Ge en engångskod så att personen kan logga in.`,
  },
  lines: {
    title: 'Anknytningar och pass',
    lines: 'Anknytningar',
    add: 'Lägg till anknytning',
    name: 'Namn',
    address: 'Nummer eller SIP-adress',
    addressHelp: 'Som 1003 eller 1003@vaxel.example',
    none: 'Inga anknytningar än. Utan dem vet inspelningen inte vilken sida som är medarbetaren.',
    shifts: 'Pass',
    shiftsHelp:
      'Vem satt var, och när. Läs in en CSV-fil med kolumnerna login,line,from,to,duty. En rad utan from avslutar ett pass som gäller tills vidare.',
    shiftsNone: 'Inga pass den här veckan. Utan pass frågar samtalet ”Vem tog samtalet?”.',
    file: 'CSV-fil med pass',
    paste: 'eller klistra in raderna här',
    read: 'Läs in passen',
    added: (n: number) => count(n, 'pass lades till.', 'pass lades till.'),
    ended: (n: number) => count(n, 'pass avslutades.', 'pass avslutades.'),
    end: 'Avsluta nu',
    wasThere: (n: number) => count(n, 'fanns redan.', 'fanns redan.'),
    refused: (n: number) => count(n, 'rad togs inte emot:', 'rader togs inte emot:'),
    row: (n: number) => `Rad ${n}`,
    duties: { phone: 'Telefon', lead: 'Ledare', training: 'Utbildning' },
    week: 'Den här veckan',
    reading: 'Läser in …',
  },
});

export type PlaceWords = ReturnType<typeof svPlaces>;
