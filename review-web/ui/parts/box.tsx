// SPDX-License-Identifier: Apache-2.0
// The box: what is typed is looked for as a name, a topic, a number and words, and each thing found says
// why. One key opens it, arrows choose, Enter goes there.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { find } from '../api/find';
import type { Found, FoundCall } from '../api/types';
import { go } from '../state/route';
import { overcome, sayFailure } from '../state/say';
import { words } from '../words';
import { area } from '../words/area';
import { enBox, svBox } from '../words/box';
import { when } from '../words/format';
import { callName, topicName } from './callrow';

const w = area(svBox, enBox);
const WAIT_MS = 180;
const LEAST = 2; // letters: one begins half of all words

type Hit = { to: string; name: string; why: string };
type Group = { name: string; hits: Hit[] };

const callHit = ({ call, why }: FoundCall): Hit => ({
  to: `/calls/${call.id}`,
  name: callName(call),
  why: [
    call.agent?.name ?? words.value.calls.unclaimedRow,
    when(call.started_ms),
    w.value.why[why],
  ].join(' · '),
});

function groupsOf(found: Found, q: string): Group[] {
  const v = w.value;
  const calls = found.calls.filter(one => one.why !== 'named').map(callHit);
  const all = { to: `/calls?q=${encodeURIComponent(q)}`, name: v.all(q), why: '' };
  return [
    {
      name: v.people,
      hits: found.people.map(({ id, name }) => ({
        to: `/calls?person=${id}`,
        name,
        why: v.why.person,
      })),
    },
    {
      name: v.topics,
      hits: found.topics.map(one => ({
        to: `/calls?topic=${one.id}`,
        name: topicName(one),
        why: v.why.topic,
      })),
    },
    { name: v.callers, hits: found.callers.map(callHit) },
    { name: v.named, hits: found.calls.filter(one => one.why === 'named').map(callHit) },
    // A number is never put into an address.
    { name: v.calls, hits: calls.length && !found.callers.length ? [...calls, all] : calls },
  ].filter(group => group.hits.length > 0);
}

function Hits({
  groups,
  at,
  id,
  onGo,
}: {
  groups: Group[];
  at: number;
  id: string;
  onGo: (to: string) => void;
}) {
  let n = -1;
  return (
    <div role="listbox" id={id} aria-label={w.value.title}>
      {groups.map((group, g) => (
        <div role="group" aria-labelledby={`${id}g${g}`} key={group.name}>
          <p id={`${id}g${g}`} class="quiet small">
            {group.name}
          </p>
          {group.hits.map(hit => {
            const own = ++n;
            return (
              <a
                key={hit.to}
                role="option"
                id={`${id}-${own}`}
                tabIndex={-1}
                aria-selected={own === at}
                href={hit.to}
                onClick={event => {
                  if (event.ctrlKey || event.metaKey) return;
                  event.preventDefault();
                  onGo(hit.to);
                }}
              >
                <strong>{hit.name}</strong> <span class="quiet">{hit.why}</span>
              </a>
            );
          })}
        </div>
      ))}
    </div>
  );
}

/** What was asked last is what is shown: an answer that comes late is let go. */
function useFound() {
  const found = useSignal<{ of: string; groups: Group[] } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const asked = useRef('');
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = (text: string) => {
    const q = (asked.current = text.trim());
    clearTimeout(timer.current);
    if (q.length < LEAST) {
      found.value = null;
      return;
    }
    timer.current = setTimeout(() => {
      find(q).then(
        answer => {
          overcome();
          if (asked.current === q) found.value = { of: q, groups: groupsOf(answer, q) };
        },
        cause => sayFailure(cause),
      );
    }, WAIT_MS);
  };
  return { found, ask };
}

export function Box({ onClose }: { onClose: () => void }) {
  const v = w.value;
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { found, ask } = useFound();
  const at = useSignal(0);
  useLayoutEffect(() => {
    box.current?.showModal();
  }, []);
  const groups = found.value?.groups ?? [];
  const hits = groups.flatMap(group => group.hits);
  const leave = (to: string) => {
    box.current?.close();
    go(to);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const hit = hits[at.value];
    if (step && hits.length) {
      event.preventDefault();
      at.value = (at.value + step + hits.length) % hits.length;
      document.getElementById(`${id}-${at.value}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Escape') {
      event.preventDefault(); // in a search field it empties the field
      box.current?.close();
    } else if (event.key === 'Enter' && hit) {
      event.preventDefault();
      leave(hit.to);
    }
  };
  const says = () => {
    if (!found.value) return v.hint;
    return hits.length ? `${v.found(hits.length)}. ${v.keys}` : v.none;
  };
  return (
    <dialog ref={box} class="findbox" aria-label={v.title} onClose={onClose} onKeyDown={press}>
      <input
        class="field"
        type="search"
        role="combobox"
        list={undefined}
        aria-label={v.title}
        aria-expanded={hits.length > 0}
        aria-controls={id}
        aria-activedescendant={hits.length ? `${id}-${at.value}` : undefined}
        aria-describedby={`${id}s`}
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        onInput={event => {
          at.value = 0;
          ask(event.currentTarget.value);
        }}
      />
      <p class="quiet small" role="status" id={`${id}s`}>
        {says()}
      </p>
      <Hits groups={groups} at={at.value} id={id} onGo={leave} />
    </dialog>
  );
}
