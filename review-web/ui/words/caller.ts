// SPDX-License-Identifier: Apache-2.0
// The site chooses its word for the one who calls. A sentence needs it in several forms, and Swedish
// has too many ways to bend a word for a program to guess: the known words are written out.

export type CallerForms = {
  a: string; // "en invånare"
  the: string; // "invånaren"
  of: string; // "invånarens", before a noun
  Label: string; // the name of the lane: "Invånare"
};

type Word = { sv: string; en: string; forms: { sv: CallerForms; en: CallerForms } };

const english = (word: string): CallerForms => ({
  a: `a ${word}`,
  the: `the ${word}`,
  of: `the ${word}’s`,
  Label: word.charAt(0).toUpperCase() + word.slice(1),
});

const NEUTRAL: Word = {
  sv: 'den som ringer',
  en: 'caller',
  forms: {
    sv: {
      a: 'någon som ringer',
      the: 'den som ringer',
      of: 'den uppringandes',
      Label: 'Den som ringer',
    },
    en: english('caller'),
  },
};

const KNOWN: Word[] = [
  NEUTRAL,
  {
    sv: 'kund',
    en: 'customer',
    forms: {
      en: english('customer'),
      sv: { a: 'en kund', the: 'kunden', of: 'kundens', Label: 'Kund' },
    },
  },
  {
    sv: 'invånare',
    en: 'resident',
    forms: {
      en: english('resident'),
      sv: { a: 'en invånare', the: 'invånaren', of: 'invånarens', Label: 'Invånare' },
    },
  },
  {
    sv: 'hyresgäst',
    en: 'tenant',
    forms: {
      en: english('tenant'),
      sv: { a: 'en hyresgäst', the: 'hyresgästen', of: 'hyresgästens', Label: 'Hyresgäst' },
    },
  },
];

/** In either language's word: the service tells it in the reader's. A word we do not know is used as
    the neutral one: better plain than wrongly bent. */
export function callerForms(language: 'sv' | 'en', word: string): CallerForms {
  const wanted = word.toLowerCase();
  const known = KNOWN.find(one => one.sv === wanted || one.en === wanted) ?? NEUTRAL;
  return known.forms[language];
}
