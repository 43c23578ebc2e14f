// SPDX-License-Identifier: Apache-2.0
// What happens while one looks: a call has arrived, somebody wrote. The browser reconnects by itself.
import { signal } from '@preact/signals';

export type Happening = { name: string; object: string; interaction: string | null };

const NAMES = [
  'interaction.sealed',
  'interaction.claimed',
  'interaction.changed',
  'note.added',
  'note.replied',
  'note.changed',
  'note.deleted',
  'mark.added',
  'list.given',
  'consent.asked',
  'consent.given',
  'consent.decided',
  'evaluation.released',
  'evaluation.acknowledged',
  'evaluation.voided',
  'evaluation.paired',
  'dispute.opened',
  'dispute.resolved',
  'dispute.overdue',
  'calibration.invited',
  'calibration.handed_in',
  'calibration.revealed',
];

export const happened = signal<Happening | null>(null);
let source: EventSource | null = null;

export function listenForEvents(on: boolean) {
  if (on === Boolean(source)) return;
  source?.close();
  source = on ? new EventSource('/api/v1/events') : null;
  for (const name of NAMES) {
    source?.addEventListener(name, message => {
      const data = parsed((message as MessageEvent<string>).data);
      happened.value = { name, object: data.object ?? '', interaction: data.interaction ?? null };
    });
  }
}

function parsed(text: string): Partial<Happening> {
  try {
    return JSON.parse(text) as Partial<Happening>;
  } catch {
    return {};
  }
}
