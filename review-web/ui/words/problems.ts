// SPDX-License-Identifier: Apache-2.0
// What the check of a form says, in Swedish and with how to mend it. The left side is the service's
// sentence, {} where it names something; tests/flow/rubric.sh sees to it that none is missing.
import { translator } from './match';

export const PROBLEMS: [string, string][] = [
  [
    'no text in {}: everyone must be able to read it',
    'Text saknas på {1:språk}. Alla ska kunna läsa mallen: skriv den.',
  ],
  [
    'no anchor: without one two people mean two things by this step',
    'Steget är inte beskrivet. Skriv vad man hör i samtalet, annars menar två bedömare två saker.',
  ],
  ['missing: say when the question does not apply', 'Skriv när frågan inte är aktuell.'],
  [
    'it is scored, but no option of the scale "{}" has points',
    'Frågan ger poäng, men inget steg på skalan {1} har poäng. Ge ett steg poäng eller välj en annan skala.',
  ],
  [
    'unscored with weight {}: one of the two is a mistake',
    'Frågan ger ingen poäng men har vikt {1}. Sätt vikten till 0, eller låt den ge poäng.',
  ],
  [
    'every option of this critical question fails',
    'Alla svar är fel på den här kritiska frågan. Låt minst ett svar vara utan anmärkning.',
  ],
  [
    'weight {}, but no question in it has weight: it would never count',
    'Avsnittet har vikt {1}, men ingen av dess frågor. Ge en fråga vikt, eller sätt avsnittets vikt till 0.',
  ],
  [
    'weight 0, but its questions have weight: they would never count',
    'Avsnittet har vikt 0, men dess frågor har vikt. Ge avsnittet vikt, eller sätt frågornas vikt till 0.',
  ],
  [
    'nothing has weight: every evaluation would be without a number',
    'Ingenting har vikt, så ingen bedömning skulle få en summa. Ge minst ett avsnitt och en fråga i det vikt.',
  ],
  ['no such member is known here', 'Det här hör inte hemma i en mall. Ta bort det ur filen.'],
  ['not an object', 'Här ska det stå ett objekt.'],
  ['missing', 'Saknas. Fyll i det.'],
  ['not an array', 'Här ska det stå en lista.'],
  ['{} elements, at least {} are needed', 'Här finns {1}, minst {2} behövs. Lägg till.'],
  [
    '{} elements, at most {} are allowed',
    'Här finns {1}, högst {2} får plats. Ta bort eller dela upp.',
  ],
  [
    'not an id: a lower-case letter, then letters, digits or _, at most 40',
    'En nyckel börjar med en liten bokstav och har sedan små bokstäver, siffror eller _, högst 40 tecken.',
  ],
  ['not a whole number', 'Skriv ett heltal.'],
  ['{} is outside {}..{}', '{1} går inte: välj ett tal från {2} till {3}.'],
  ['not true or false', 'Här ska det stå sant eller falskt.'],
  ['not one of: {}', 'Välj ett av: {1}.'],
  ['missing: one of {}', 'Saknas. Välj ett av: {1}.'],
  ['not a text in languages, as {"sv": …}', 'Skriv texten på båda språken.'],
  ['not a language as sv or sv-SE', 'Språket anges som sv eller sv-SE.'],
  ['not a text', 'Här ska det stå en text.'],
  ['longer than {} bytes', 'Texten är för lång. Korta den till {1} tecken.'],
  ['"{}" is an answer of its own', '{1} är redan ett svar i sig. Ge steget ett annat namn.'],
  ['"{}" is there already', '{1} finns redan. Välj ett annat namn.'],
  [
    "the scales' greatest points have no common multiple up to 10^9: choose points that divide each other",
    'Skalornas högsta poäng går inte jämnt upp i varandra. Välj till exempel 2, 4 och 10.',
  ],
  ['the scale "{}" is there already', 'Skalan {1} finns redan. Välj ett annat namn.'],
  [
    '"{}" is not an option of the scale "{}"',
    '{1} finns inte på skalan {2}. Välj ett steg som finns.',
  ],
  [
    'no earlier question is called "{}": a condition may only look back, so that one walk through the form decides what is shown',
    'Ingen tidigare fråga heter {1}. Ett villkor får bara se bakåt: flytta frågan nedåt, eller välj en som står före.',
  ],
  [
    'conditions are nested more than eight deep',
    'Villkoren ligger för djupt i varandra. Förenkla dem.',
  ],
  ['there is no scale "{}"', 'Skalan {1} finns inte. Välj en som finns.'],
  ['no option of the scale is called so', 'Skalan har inget sådant steg. Ta bort beskrivningen.'],
  ['the id "{}" is there already', 'Namnet {1} finns redan. Välj ett annat.'],
  [
    'the key "{}" is there already: trend lines join on it',
    'Nyckeln {1} finns redan, och linjer över tid följer den. Välj en annan.',
  ],
  ['the section "{}" is there already', 'Avsnittet {1} finns redan. Välj ett annat namn.'],
  ['no other question has the key "{}"', 'Ingen annan fråga har nyckeln {1}. Välj en som finns.'],
  ['more than {} questions hang together', 'Fler än {1} frågor hör ihop. Låt färre höra ihop.'],
  ['not a language of two letters', 'Språket anges med två bokstäver.'],
];

const translate = translator(PROBLEMS);

/** The service's sentence as a reader of Swedish wants it; as it came where none is known. */
export const inSwedish = (text: string) => translate(text) ?? text;
