// SPDX-License-Identifier: Apache-2.0
// On paper: who has it, and of when it is.
import { me } from '../state/me';
import { words } from '../words';
import { now } from '../words/clock';
import { fullWhen } from '../words/format';

function put() {
  const line = document.getElementById('printed');
  if (line && me.value)
    line.textContent = words.value.common.printed(me.value.name, fullWhen(now()));
}

export function startPrinted() {
  put();
  addEventListener('beforeprint', put);
}
