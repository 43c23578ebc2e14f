// SPDX-License-Identifier: Apache-2.0
// The page where a one-time code is used.
import { area } from './area';

const svCode = () => ({
  intro:
    'Koden gäller i 15 minuter och kan användas en gång. Den kommer från din gruppledare, eller från installationen om du är först.',
  code: 'Engångskod',
  first: 'Jag är den första administratören här',
  login: 'Välj användarnamn',
  name: 'Ditt namn, som kollegerna säger det',
  password: 'Nytt lösenord',
  passwordHint: 'Minst 12 tecken. En mening du minns är bra.',
  short: 'Lösenordet behöver minst 12 tecken.',
  refused:
    'Koden gäller inte. Den kan vara använd, felskriven eller äldre än 15 minuter. Be om en ny.',
  submit: 'Spara lösenordet',
  done: 'Klart. Logga in med ditt nya lösenord.',
});

const enCode = (): ReturnType<typeof svCode> => ({
  intro:
    'The code is valid for 15 minutes and can be used once. It comes from your team lead, or from the installation if you are the first.',
  code: 'One-time code',
  first: 'I am the first administrator here',
  login: 'Choose a user name',
  name: 'Your name, as colleagues say it',
  password: 'New password',
  passwordHint: 'At least 12 characters. A sentence you remember is good.',
  short: 'The password needs at least 12 characters.',
  refused:
    'The code is not valid. It may be used, mistyped or older than 15 minutes. Ask for a new one.',
  submit: 'Save the password',
  done: 'Done. Sign in with your new password.',
});

export const codeWords = area(svCode, enCode);
