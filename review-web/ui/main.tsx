// SPDX-License-Identifier: Apache-2.0
import { effect } from '@preact/signals';
import { render } from 'preact';
import { App } from './app';
import { startFocus } from './keys/focus';
import { startKeys } from './keys/run';
import { listenForEvents } from './state/events';
import { deck, startListening } from './state/listen';
import { ended, isIn, startSession } from './state/me';
import { prefs } from './state/prefs';
import { startMeter } from './state/round';
import { beforeLeaving, startRouting } from './state/route';
import { startUnsaved, unsaved } from './state/unsaved';
import { language, words } from './words';

effect(() => {
  document.documentElement.lang = language.value;
});
effect(() => {
  const { scheme } = prefs.value;
  document.documentElement.style.colorScheme = scheme === 'system' ? '' : scheme;
});
effect(() => listenForEvents(isIn.value));
effect(() => {
  if (ended.value) deck.pause();
});
document.addEventListener('input', ({ target }) => {
  const { value, maxLength } = target as HTMLTextAreaElement; // of a short one what is typed is seen
  if (maxLength > 99 && value.length === maxLength)
    void import('./state/full').then(file => file.full(maxLength));
});
startRouting();
startUnsaved();
beforeLeaving(() => !unsaved() || confirm(words.value.common.leave));
startMeter(); // before the keys, which may end what it counts
startFocus();
startKeys();
startListening();
void startSession();
render(<App />, document.getElementById('app')!);
