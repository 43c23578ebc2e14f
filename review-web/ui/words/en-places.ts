// SPDX-License-Identifier: Apache-2.0
// English: who works here, and the lines they sit at.
import type { PlaceWords } from './sv-places';

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const enPlaces = (): PlaceWords => ({
  people: {
    title: 'People',
    add: 'Add a person',
    login: 'User name',
    role: 'Role',
    team: 'Team',
    languages: 'Languages the person understands',
    languagesHelp: 'Like sv en fi',
    none: {
      none: 'No people yet. Add the first one here.',
      part: 'No people in your teams yet. The administrator adds them.',
      hidden: 'Your role does not let you see people.',
    },
    wholeSite: 'The whole centre',
    noTeam: 'No team',
    roles: {
      agent: 'Agent',
      coach: 'Coach',
      newhire: 'New hire',
      trainer: 'Trainer',
      quality: 'Quality lead',
      dpo: 'Data protection officer',
      admin: 'Administrator',
      union: 'The union',
      guest: 'Guest',
    },
    states: { invited: 'Invited', active: 'Active', left: 'Has left' },
    invite: 'Give a one-time code',
    recover: 'New one-time code',
    code: name => `One-time code for ${name}`,
    codeHelp:
      'Say it or write it down. It is valid for 15 minutes, once, and is not shown again. The person is signed out everywhere.',
    codeUntil: at => `Valid until ${at}.`,
    whoseCodes:
      'You can give a new one-time code to those you lead. To others, and to yourself, the administrator does.',
    leave: 'Has left',
    confirmLeave: name =>
      `Has ${name} left? The person is signed out, can no longer sign in, and consents to lists end.`,
    grants: 'Roles',
    addGrant: 'Add a role',
    removeGrant: what => `Remove the role ${what}`,
    added: name => `${name} is added. Give a one-time code so that the person can sign in.`,
  },
  lines: {
    title: 'Lines and shifts',
    lines: 'Lines',
    add: 'Add a line',
    name: 'Name',
    address: 'Number or SIP address',
    addressHelp: 'Like 1003 or 1003@pbx.example',
    none: 'No lines yet. Without them the recorder does not know which side is the agent.',
    shifts: 'Shifts',
    shiftsHelp:
      'Who sat where, and when. Read in a CSV file with the columns login,line,from,to,duty. A row without from ends a shift that goes on until further notice.',
    shiftsNone: 'No shifts this week. Without shifts the call asks “Who took this call?”.',
    file: 'CSV file with shifts',
    paste: 'or paste the rows here',
    read: 'Read the shifts in',
    added: n => count(n, 'shift was added.', 'shifts were added.'),
    ended: n => count(n, 'shift was ended.', 'shifts were ended.'),
    end: 'End now',
    wasThere: n => count(n, 'was there already.', 'were there already.'),
    refused: n => count(n, 'row was refused:', 'rows were refused:'),
    row: n => `Row ${n}`,
    duties: { phone: 'Phone', lead: 'Lead', training: 'Training' },
    week: 'This week',
    reading: 'Reading …',
  },
});
