// SPDX-License-Identifier: Apache-2.0
// What was agreed on one question of one call, and, for who leads, the way to agree: an answer, a
// place in the call, and a why that everybody who scores with the form will read.
import { useSignal } from '@preact/signals';
import { calibrations, type Calibration, type Place } from '../../api/calibration';
import type { Player } from '../../state/player';
import { attempt } from '../../state/say';
import { words } from '../../words';
import { clock } from '../../words/format';
import { Labelled, Select } from '../bits';
import { choiceName, choices, say, type Asked } from '../evaluate/matrix';
import { place } from '../notes/form';
import { Hear } from './reveal';
import { w } from './words';

type Props = {
  it: Calibration;
  of: Asked;
  at: Place;
  player: Player | null;
  set: (now: Calibration) => void;
};

function Decide({ it, of, at, player, set, done }: Props & { done: () => void }) {
  const option = useSignal(at.precedent?.value ?? at.agreed ?? '');
  const why = useSignal(at.precedent?.why ?? '');
  const where = useSignal('');
  const pinned = at.answers.filter(one => one.at_ms !== null);
  const name = (id: string) => it.raters.find(one => one.id === id)?.name ?? '';
  const save = (event: Event) => {
    event.preventDefault();
    const from = pinned.find(one => one.person === where.value);
    const now = where.value === 'now' && player ? Math.round(player.at()) : null;
    void attempt(async () => {
      set(
        await calibrations.addPrecedent(it.id, {
          interaction: at.interaction,
          question: of.id,
          option: option.value,
          why: why.value.trim(),
          at_ms: from?.at_ms ?? now,
          len_ms: from ? from.len_ms : now === null ? null : 0,
        }),
      );
      done();
    }, w.value.saved);
  };
  return (
    <form class="form wide decide" aria-label={w.value.decideOn(say(of.title))} onSubmit={save}>
      <div class="fields">
        <Select
          label={w.value.answer}
          value={option.value}
          any="…"
          onChange={value => {
            option.value = value;
          }}
          options={choices(it.rubric, of).flatMap((one): [string, string][] =>
            one ? [[one.value, one.label]] : [],
          )}
        />
        <Select
          label={w.value.evidence}
          value={where.value}
          any={w.value.evidenceNone}
          onChange={value => {
            where.value = value;
          }}
          options={[
            ...pinned.map((one): [string, string] => [
              one.person,
              w.value.evidenceOf(
                place({ at_ms: one.at_ms ?? 0, len_ms: one.len_ms ?? 0 }),
                name(one.person),
              ),
            ]),
            ...(player
              ? [['now', w.value.evidenceNow(clock(player.now.value))] as [string, string]]
              : []),
          ]}
        />
      </div>
      <Labelled label={w.value.why} hint={w.value.whyHint}>
        <textarea
          class="field"
          rows={2}
          required
          maxLength={1000}
          value={why.value}
          onInput={event => {
            why.value = event.currentTarget.value;
          }}
        />
      </Labelled>
      <span class="btns">
        <button class="btn main" disabled={!option.value || !why.value.trim()}>
          {w.value.save}
        </button>
        <button type="button" data-no class="btn plain" onClick={done}>
          {words.value.common.cancel}
        </button>
      </span>
    </form>
  );
}

export function Agreement({ it, of, at, player, set }: Props) {
  const open = useSignal(false);
  const focus = (selector: string) =>
    setTimeout(() =>
      document.querySelector<HTMLElement>(`[data-place="${of.id}"] ${selector}`)?.focus(),
    );
  const { precedent } = at;
  const title = say(of.title);
  const retire = () =>
    attempt(async () => {
      await calibrations.retirePrecedent(precedent?.id ?? '');
      set(await calibrations.get(it.id));
    }, w.value.retired);
  return (
    <div class="agreement" data-place={of.id}>
      {precedent && (
        <p class="read agreed">
          <strong>{w.value.agreed(choiceName(it.rubric, of, precedent.value))}.</strong>{' '}
          {precedent.why}{' '}
          {precedent.at_ms !== null && (
            <Hear
              player={player}
              at_ms={precedent.at_ms}
              len_ms={precedent.len_ms}
              who={w.value.answer}
            />
          )}
        </p>
      )}
      {precedent && <p class="small quiet">{w.value.guidance}</p>}
      {it.can.decide && !open.value && (
        <p class="btns">
          <button
            type="button"
            class={precedent ? 'btn plain small' : 'btn'}
            onClick={() => {
              open.value = true;
              focus('select');
            }}
          >
            {precedent ? w.value.change : w.value.decide}
            <span class="sr">: {title}</span>
          </button>
          {precedent && (
            <button type="button" class="btn plain small" onClick={() => void retire()}>
              {w.value.retire}
              <span class="sr">: {title}</span>
            </button>
          )}
        </p>
      )}
      {it.can.decide && open.value && (
        <Decide
          it={it}
          of={of}
          at={at}
          player={player}
          set={set}
          done={() => {
            open.value = false;
            focus('button');
          }}
        />
      )}
    </div>
  );
}
