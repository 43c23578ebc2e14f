// SPDX-License-Identifier: Apache-2.0
// Bundles the pages into dist/: one script, one stylesheet and one icon with their hash in the name,
// and an index.html without a line of inline script or style (the service's CSP refuses both).
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
const assets = join(dist, 'assets');

async function bundle() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: ['main.tsx', 'look/all.css'],
    outdir: assets,
    entryNames: '[name]-[hash]',
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
  const named = entry => basename(made.find(([, out]) => out.entryPoint === entry)[0]);
  return { script: named('main.tsx'), style: named('look/all.css') };
}

async function icon() {
  const bytes = await readFile(join(here, 'look/icon.svg'));
  const name = `icon-${createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase()}.svg`;
  await writeFile(join(assets, name), bytes);
  return name;
}

await rm(dist, { recursive: true, force: true });
await mkdir(assets, { recursive: true });
const names = { ...(await bundle()), icon: await icon() };
const page = await readFile(join(here, 'index.html'), 'utf8');
await writeFile(
  join(dist, 'index.html'),
  page.replace(/%(\w+)%/g, (_, key) => `/assets/${names[key]}`),
);
