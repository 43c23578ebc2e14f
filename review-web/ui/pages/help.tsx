// SPDX-License-Identifier: Apache-2.0
// Help: the keys (made from the table that runs them), what the picture says, and one's own choices.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Pin, Section, Title } from '../parts/bits';
import { onceLetGo } from '../keys/run';
import { chordOf, GROUPS, keyName, keysFor, type Key } from '../keys/table';
import { me } from '../state/me';
import { prefer, prefs } from '../state/prefs';
import { go } from '../state/route';
import { words } from '../words';
import { area } from '../words/area';
import { enHelp, svHelp } from '../words/help';

const h = area(svHelp, enHelp);

function KeyLine({ one, table }: { one: Key; table: Key[] }) {
  const waiting = useSignal(false);
  const complaint = useSignal('');
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      waiting.value = false;
      return;
    }
    const chord = chordOf(event);
    if (!chord) return;
    const taken = table.find(other => other !== one && other.chords.includes(chord));
    complaint.value = taken ? h.value.help.taken(h.value.actions[taken.action]) : '';
    if (taken) return;
    waiting.value = false;
    prefer({ keys: { ...prefs.value.keys, [one.action]: chord } });
  };
  return (
    <tr>
      <td>
        {one.chords.map(chord => (
          <kbd key={chord}>{keyName(chord)}</kbd>
        ))}
      </td>
      <th scope="row">
        {h.value.actions[one.action]}
        {waiting.value && (
          <span class="small quiet" role="status">
            {' '}
            {complaint.value || h.value.help.press}
          </span>
        )}
      </th>
      <td>
        {!one.fixed && me.value && (
          <button
            type="button"
            class="btn plain"
            aria-pressed={waiting.value}
            onKeyDown={event => {
              if (waiting.value) press(event);
            }}
            onBlur={() =>
              onceLetGo(() => {
                waiting.value = false;
              })
            }
            onClick={() => {
              complaint.value = '';
              waiting.value = true;
            }}
          >
            {h.value.help.change}
            <span class="sr">: {h.value.actions[one.action]}</span>
          </button>
        )}
      </td>
    </tr>
  );
}

function Keys() {
  const w = h.value.help;
  const table = keysFor(prefs.value.keys);
  return (
    <Section title={w.keys}>
      <p class="read">
        {w.intro} {w.reader}
      </p>
      {GROUPS.map(group => (
        <table class="keytable after" key={group}>
          <caption>{w.groups[group]}</caption>
          <tbody>
            {table
              .filter(one => one.group === group)
              .map(one => (
                <KeyLine key={one.action} one={one} table={table} />
              ))}
          </tbody>
        </table>
      ))}
      {Object.keys(prefs.value.keys).length > 0 && (
        <p class="after">
          <button type="button" class="btn" onClick={() => prefer({ keys: {} })}>
            {w.reset}
          </button>
        </p>
      )}
    </Section>
  );
}

function Choices() {
  const w = words.value;
  return (
    <Section title={h.value.help.choices}>
      <p class="after">
        <a class="hit" href="/me">
          {w.nav.own}
        </a>
      </p>
    </Section>
  );
}

function Legend() {
  const w = h.value.help;
  const shapes = ['keep', 'try', 'note', 'thanks', 'gap'] as const;
  const spans = ['missing', 'hold', 'pause', 'overtalk', 'silence'] as const;
  return (
    <Section title={w.pictures}>
      <ul class="spans after">
        {shapes.map(one => (
          <li key={one}>
            <Pin shape={one} />
            <span>{w.legend[one]}</span>
          </li>
        ))}
        {spans.map(one => (
          <li key={one}>
            <span />
            <span>{w.legend[one]}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Escape leads back to what one was doing. */
function useWayBack() {
  useEffect(() => {
    const back = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
      if (history.length > 1) history.back();
      else go('/');
    };
    document.addEventListener('keydown', back);
    return () => document.removeEventListener('keydown', back);
  }, []);
}

export function HelpPage() {
  useWayBack();
  return (
    <>
      <Title>{h.value.help.title}</Title>
      <div class="split">
        <Keys />
        <div>
          {me.value && <Choices />}
          <Legend />
        </div>
      </div>
    </>
  );
}
