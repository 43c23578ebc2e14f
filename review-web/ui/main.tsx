// SPDX-License-Identifier: Apache-2.0
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app';
import { startKeys } from './keys/run';
import { listenForEvents } from './state/events';
import { startListening } from './state/listen';
import { me, startSession } from './state/me';
import { startMeter } from './state/round';
import { startRouting } from './state/route';
import { language } from './words';

effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => listenForEvents(me.value !== null));
startRouting();
startMeter(); // before the keys, which may end what it counts
startKeys();
startListening();
void startSession();
render(<App />, document.getElementById('app')!);
