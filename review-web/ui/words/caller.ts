// SPDX-License-Identifier: Apache-2.0
// The site chooses its word for the one who calls. A sentence needs it in several forms, and Swedish
// has too many ways to bend a word for a program to guess: the known words are written out.

export type CallerForms = {
  a: string;        // "en invånare"
  the: string;      // "invånaren"
  of: string;       // "invånarens", before a noun
  Label: string;    // the name of the lane: "Invånare"
};

const KNOWN: Record<'sv' | 'en', Record<string, CallerForms>> = {
  sv: {
    'kund': { a: 'en kund', the: 'kunden', of: 'kundens', Label: 'Kund' },
    'invånare': { a: 'en invånare', the: 'invånaren', of: 'invånarens', Label: 'Invånare' },
    'hyresgäst': { a: 'en hyresgäst', the: 'hyresgästen', of: 'hyresgästens', Label: 'Hyresgäst' },
    'den som ringer': {
      a: 'någon som ringer', the: 'den som ringer', of: 'den uppringandes', Label: 'Den som ringer',
    },
  },
  en: {
    'kund': { a: 'a customer', the: 'the customer', of: 'the customer’s', Label: 'Customer' },
    'invånare': { a: 'a resident', the: 'the resident', of: 'the resident’s', Label: 'Resident' },
    'hyresgäst': { a: 'a tenant', the: 'the tenant', of: 'the tenant’s', Label: 'Tenant' },
    'den som ringer': { a: 'a caller', the: 'the caller', of: 'the caller’s', Label: 'Caller' },
  },
};

/** A word we do not know is used as the neutral one: better plain than wrongly bent. */
export function callerForms(language: 'sv' | 'en', word: string): CallerForms {
  const known = KNOWN[language];
  return known[word.toLowerCase()] ?? known['den som ringer']!;
}
