// SPDX-License-Identifier: Apache-2.0
// A call that goes on, in a real browser, with a real recorder: by the keyboard an agent pauses it, has it go on, marks it,
// keeps a threat as evidence, which she is told before; another call she erases, after being asked.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { everyLook, open, settled, signIn } from './browser.mjs';
import { root } from './paths.mjs';
import { bin } from './realserver.mjs';
import { serveWork } from './world-work.mjs';

const low = 46000 + (process.pid % 400) * 20, at = `127.0.0.1:${17000 + (process.pid % 2000)}`;

async function recorder(data) {
  await appendFile(join(data, 'medlyss.ini'), `siprec_ports = ${low}-${low + 19}\n`);
  const child = spawn(join(bin, 'medlyss-siprec'), ['--data', data, '--listen', at, '--everything'], { stdio: ['ignore', 'ignore', 'pipe'] });
  process.on('exit', () => child.kill('SIGKILL'));
  let said = '';
  await new Promise(done => child.stderr.on('data', text => (said += text).includes('recording server at') && done()));
  return child;
}
const rings = (id, seconds) =>
  spawn('node', [join(root, 'tests/flow/siprec.mjs'), at, `id=${id}`, `seconds=${seconds}`, 'agent=1002'], { stdio: 'ignore' });

async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).focus();
  await page.keyboard.press('Enter');
}

export async function live_call(browser) {
  const house = await serveWork({ calls: [] });
  let server, first, second;
  try {
    const omar = await open(browser, house.url);
    await signIn(omar, 'omar');
    await omar.goto('/me');
    await omar.getByRole('link', { name: 'Pausa, radera eller märk ett samtal som pågår' }).click();
    await omar.waitForSelector('text=Inspelningen svarar inte.');
    server = await recorder(house.data);
    await omar.waitForSelector('text=Inget samtal spelas in vid din plats.');
    first = rings('first', 60);
    await omar.waitForSelector('text=/Spelas in sedan/');
    await settled(omar);
    await press(omar, 'Pausa');
    await omar.waitForSelector('text=/Pausat. Inget som sägs nu sparas/');
    await everyLook(omar, 'live', '.asks');
    await press(omar, 'Spela in igen');
    await omar.waitForSelector('text=/Spelas in sedan/');
    await press(omar, 'Tack');
    await omar.waitForSelector('text=Märkt med tack.');
    await press(omar, 'Hot');
    await omar.waitForSelector('text=Sparas som bevis. Du kan inte radera det.'); // before it is done
    await press(omar, 'Spara som bevis');
    await omar.getByRole('button', { name: 'Radera', exact: true }).waitFor({ state: 'detached' });
    assert.ok((await house.as.omar('GET', 'me/live')).calls[0].held);
    first.kill('SIGKILL');
    second = rings('second', 30);
    const erase = omar.getByRole('button', { name: 'Radera', exact: true });
    await erase.waitFor();
    await press(omar, 'Radera');
    await omar.waitForSelector('text=Radera inspelningen? Det går inte att ångra.');
    assert.equal((await house.as.omar('GET', 'me/live')).calls.filter(one => !one.held).length, 1, 'nothing is erased before the answer');
    await press(omar, 'Radera den');
    await erase.waitFor({ state: 'detached' });
    assert.equal((await house.as.omar('GET', 'me/live')).calls.filter(one => !one.held).length, 0);
    assert.deepEqual(omar.faults, []);
  } finally {
    for (const child of [first, second, server]) child?.kill('SIGKILL');
    if (server) await once(server, 'exit').catch(() => {});
    await house.close();
  }
}
