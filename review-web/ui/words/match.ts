// SPDX-License-Identifier: Apache-2.0
// The service's English sentences said by a table of their Swedish ones: {} is what it names, {1} the
// first of it, {1:språk} that as the name of a language, {1:roller} as another table says it.

const LANGUAGES: Record<string, string> = { sv: 'svenska', en: 'engelska' };
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The Swedish of a sentence, or null where the table has none. */
export function translator(
  table: [string, string][],
  as: Record<string, (text: string) => string> = {},
): (text: string) => string | null {
  const patterns = table.map(
    ([english, swedish]) =>
      [new RegExp(`^${english.split('{}').map(escaped).join('(.*?)')}$`), swedish] as const,
  );
  return text => {
    for (const [pattern, swedish] of patterns) {
      const found = pattern.exec(text);
      if (!found) continue;
      return swedish.replace(/\{(\d)(?::(\p{L}+))?\}/gu, (_, n: string, how?: string) => {
        const said = found[Number(n)] ?? '';
        if (how === 'språk') return LANGUAGES[said] ?? said;
        return how ? (as[how]?.(said) ?? said) : said;
      });
    }
    return null;
  };
}
