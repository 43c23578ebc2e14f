// SPDX-License-Identifier: Apache-2.0
// How long a call is kept, by what rule, and who holds or lets go.
export const svHolds = () => ({
  title: 'Bevarandespärrar',
  keeping: 'Sparas',
  until: (day: string) => `Sparas till ${day}. Sedan raderas ljudet.`,
  agreed: (days: number) => `Så säger överenskommelsen: ${days} ${days === 1 ? 'dag' : 'dagar'}.`,
  setting: (days: number) =>
    `Så är det inställt: ${days} ${days === 1 ? 'dag' : 'dagar'}. Ingen överenskommelse gäller.`,
  held: 'Under bevarandespärr. Raderas inte, och går inte att radera.',
  else: (day: string) => `Utan spärren hade det sparats till ${day}.`,
  threat: (who: string, at: string) => `${who} märkte det som hot ${at}: det sparas som bevis.`,
  placed: (who: string, at: string) => `${who} lade spärren ${at}:`,
  released: (who: string, at: string) => `${who} hävde spärren ${at}:`,
  place: 'Lägg spärr',
  release: 'Häv spärren',
  reason: 'Skäl',
  reasonHint: 'Står kvar, och i åtkomstloggen står vem och när.',
  placedNow: 'Spärren ligger på.',
  releasedNow: 'Spärren är hävd. Samtalet gallras när tiden är ute.',
  help: 'Det här gallras inte. Vems samtalet är och vad det handlade om står inte här.',
  none: 'Inga samtal har en bevarandespärr.',
  call: (at: string) => `Samtal ${at}`,
  unknown: 'Varför står inte antecknat: spärren lades före den här listan.',
});

export const enHolds = (): ReturnType<typeof svHolds> => ({
  title: 'Holds',
  keeping: 'Kept',
  until: day => `Kept until ${day}. Then the sound is erased.`,
  agreed: days => `By the agreement: ${days} ${days === 1 ? 'day' : 'days'}.`,
  setting: days =>
    `By the setting: ${days} ${days === 1 ? 'day' : 'days'}. No agreement is in force.`,
  held: 'Under a hold. It is not erased, and cannot be.',
  else: day => `Without the hold it would be kept until ${day}.`,
  threat: (who, at) => `${who} marked it as a threat ${at}: it is kept as evidence.`,
  placed: (who, at) => `${who} placed the hold ${at}:`,
  released: (who, at) => `${who} released the hold ${at}:`,
  place: 'Place a hold',
  release: 'Release the hold',
  reason: 'Reason',
  reasonHint: 'It stays here, and the access log says who and when.',
  placedNow: 'The hold is placed.',
  releasedNow: 'The hold is released. The call is erased when its time is up.',
  help: 'These are not erased. Whose call it is, and what it was about, is not said here.',
  none: 'No call is under a hold.',
  call: at => `Call of ${at}`,
  unknown: 'Why is not written down: it was held before there was this list.',
});
