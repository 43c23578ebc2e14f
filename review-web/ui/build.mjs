// SPDX-License-Identifier: Apache-2.0
// Bundles the pages into dist/: the first script and one for each page that comes later
// (state/later.tsx), a stylesheet for the first, one for all of those, and one icon, all with their hash in the name,
// and an index.html without a line of inline script or style (the service's CSP refuses both).
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const assets = join(dist, 'assets');

/** What the first script will ask for at once, so that it need not be read to know. */
const ahead = ({ imports }) =>
  imports
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="/assets/${basename(path)}">`)
    .join('\n  ');

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: ['main.tsx', 'look/all.css', 'look/later.css'],
    outdir: assets,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    splitting: true,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'chrome123', 'firefox120', 'safari17.5'], // light-dark() sets the floor
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
  });
  const made = Object.entries(result.metafile.outputs);
  const of = entry => made.find(([, out]) => out.entryPoint === entry);
  const named = entry => `/assets/${basename(of(entry)[0])}`;
  return {
    script: named('main.tsx'),
    style: named('look/all.css'),
    later: basename(named('look/later.css')),
    ahead: ahead(of('main.tsx')[1]),
  };
}

async function icon() {
  const bytes = await readFile(join(here, 'look/icon.svg'));
  const name = `icon-${createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase()}.svg`;
  await writeFile(join(assets, name), bytes);
  return `/assets/${name}`;
}

await rm(dist, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
const names = { ...(await bundle()), icon: await icon() };
const page = await readFile(join(here, 'index.html'), 'utf8');
await writeFile(
  join(dist, 'index.html'),
  page.replace(/%(\w+)%/g, (_, key) => names[key]),
);
