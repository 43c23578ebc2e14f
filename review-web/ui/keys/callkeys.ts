// SPDX-License-Identifier: Apache-2.0
// The call page's keys: each row of keys/table.ts that means something here.
import { useKeys } from './run';
import type { Open } from '../parts/call/about';
import type { Player } from '../state/player';
import { prefer, prefs } from '../state/prefs';
import { go } from '../state/route';

type Page = {
  step: (way: 1 | -1) => void;
  show: (what: Open) => void;
  submit: () => void;
  rest: () => void;
  plan?: () => void; // for a coach
};

const focus = (id: string) => document.getElementById(id)?.focus();

export function useCallKeys(player: Player, page: Page) {
  const solo = (value: 'agent' | 'both' | 'caller') => {
    if (!player.mono) player.solo.value = value;
  };
  useKeys({
    play: () => player.toggle(),
    again: () => player.again(),
    slower: () => player.faster(-1),
    faster: () => player.faster(1),
    skip: () => prefer({ skip: !prefs.value.skip }),
    loop: () => player.pressLoop(),
    back5: () => player.step(-5000),
    ahead5: () => player.step(5000),
    back1: () => player.step(-1000),
    ahead1: () => player.step(1000),
    tenth: event => player.seek((player.length * Number(event.code.slice(-1))) / 10),
    overtalkNext: () => player.overtalk(1),
    overtalkPrev: () => player.overtalk(-1),
    markNext: () => page.step(1),
    markPrev: () => page.step(-1),
    goTo: () => focus('goto'),
    zoomIn: () => player.zoom(0.5),
    zoomOut: () => player.zoom(2),
    soloAgent: () => solo('agent'),
    soloBoth: () => solo('both'),
    soloCaller: () => solo('caller'),
    note: () => focus('write'),
    spanStart: () => player.startSpan(),
    spanEnd: () => player.endSpan(),
    mark: () => page.show('mark'),
    topic: () => page.show('topics'),
    outcome: () => page.show('outcome'),
    ...(page.plan && { plan: page.plan }),
    rest: () => page.rest(),
    submit: () => page.submit(),
    help: () => go('/help'),
  });
}
