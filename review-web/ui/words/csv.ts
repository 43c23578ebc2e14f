// SPDX-License-Identifier: Apache-2.0
// A table as a file that a spreadsheet opens. What begins like a formula is told as the words it is.

const RISKY = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const plain = RISKY.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Semicolons and a byte order mark: so a Swedish spreadsheet opens it in columns, with its letters. */
export const csv = (rows: readonly (readonly string[])[]) =>
  `\uFEFF${rows.map(row => row.map(cell).join(';')).join('\r\n')}\r\n`;
