// SPDX-License-Identifier: Apache-2.0
// node run.mjs [name…]: the stories, then the looks. One line each: ok NAME or not ok NAME.
import { launch } from './browser.mjs';
import { serve } from './devserver.mjs';
import { look } from './look.mjs';
import { stories } from './stories.mjs';

const wanted = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };

function ok(name, good, why = '') {
  counts[good ? 'passed' : 'failed']++;
  console.log(`${good ? 'ok' : 'not ok'} ${name}`);
  if (!good && why) console.log(why.replace(/^/gm, '  '));
}

const server = await serve();
const browser = await launch();
try {
  for (const [name, story] of Object.entries(stories)) {
    if (wanted.length && !wanted.includes(name)) continue;
    try {
      const told = await story(browser, server.url);
      ok(told ? `${name} (${told})` : name, true);
    } catch (cause) {
      ok(name, false, cause.stack);
    }
  }
  const pages = wanted.filter(word => word.startsWith('look')).map(word => word.split(':')[1] ?? '.').join('|');
  if (!wanted.length || pages) await look(browser, server.url, { ok, only: pages ? new RegExp(pages) : null });
} finally {
  await browser.close();
  await server.close();
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed ? 1 : 0;
