// SPDX-License-Identifier: Apache-2.0
// What one says to oneself afterwards: three questions, kept for oneself alone.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { http } from '../../api/client';
import type { Id, Page } from '../../api/types';
import { onceLetGo } from '../../keys/run';
import { Keeping } from '../../state/kept';
import { useLoad } from '../../state/load';
import { words } from '../../words';
import { hour } from '../../words/format';
import { Labelled, Missed } from '../bits';
import { now as siteNow } from '../../words/clock';

const PROMPTS = ['see', 'kept', 'next'] as const;
type Prompt = (typeof PROMPTS)[number];
type Reflection = { prompt: Prompt; body: string; written_ms: number };
const at = (id: Id) => `evaluations/${id}/reflections`;

function Ask({ id, prompt, body }: { id: Id; prompt: Prompt; body: string }) {
  const w = words.value.evaluate.reflect;
  const saved = useSignal(0);
  const kept = useRef(body);
  const now = useRef(body);
  const keeping = useMemo(
    () =>
      new Keeping(
        () => void keep(),
        () => now.current !== kept.current,
      ),
    [],
  );
  const keep = async () => {
    const text = now.current;
    if (text === kept.current) return;
    try {
      await http.put(at(id), { prompt, body: text });
      kept.current = text;
      saved.value = siteNow();
      keeping.arrived();
    } catch (cause) {
      keeping.failed(cause);
    }
  };
  useEffect(() => keeping.watch(), []);
  return (
    <Labelled label={w.prompts[prompt]}>
      <textarea
        data-kept
        class="field"
        rows={2}
        maxLength={4000}
        defaultValue={body}
        onInput={event => {
          now.current = event.currentTarget.value.trim();
        }}
        onBlur={() => onceLetGo(() => void keep())}
      />
      <span class="small quiet" role="status">
        {keeping.line() || (saved.value > 0 && words.value.common.saved(hour(saved.value)))}
      </span>
    </Labelled>
  );
}

/** old: of what was replaced since; shown where something was written. */
export function Reflect({ id, old }: { id: Id; old?: boolean }) {
  const w = words.value.evaluate.reflect;
  const found = useLoad(() => http.get<Page<Reflection>>(at(id)), [id]);
  if (!found.data || (old && !found.data.rows.length)) return <Missed of={found} title={w.title} />;
  const body = (prompt: Prompt) => found.data?.rows.find(one => one.prompt === prompt)?.body ?? '';
  return (
    <section class="reflect" aria-labelledby={`r-${id}`}>
      <h3 id={`r-${id}`}>{w.title}</h3>
      <p class="small quiet">{w.only}</p>
      <div class="form">
        {PROMPTS.map(prompt => (
          <Ask key={prompt} id={id} prompt={prompt} body={body(prompt)} />
        ))}
      </div>
    </section>
  );
}
