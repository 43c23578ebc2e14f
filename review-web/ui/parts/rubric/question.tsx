// SPDX-License-Identifier: Apache-2.0
// One question: what is asked, what each step means, what it is worth.
import type { Doc, DocQuestion } from '../../api/rubrics';
import type { Draft } from '../../state/rubric';
import { anchorsFor, blank, nameFromTitle } from '../../state/rubricdoc';
import { Select } from '../bits';
import { day } from '../../words/format';
import { choiceName, say } from '../evaluate/matrix';
import { Pair, Spot, Tick, Whole } from './fields';
import { Rules } from './rules';
import { w } from './words';

export type QuestionPlace = { draft: Draft; doc: Doc; of: DocQuestion; s: number; q: number };

export const scaleOf = (doc: Doc, id: string) => doc.scales.find(one => one.id === id);

/** Changes the question that stands at this place now. */
export const changing =
  ({ draft, s, q }: QuestionPlace) =>
  (how: (one: DocQuestion, doc: Doc) => void) =>
    draft.change(doc => {
      const one = doc.sections[s]?.questions[q];
      if (one) how(one, doc);
    });

/** Sets one member of the question at this place, or takes it away where there is nothing to say. */
const setting =
  (at: QuestionPlace) =>
  <K extends keyof DocQuestion>(member: K, value: DocQuestion[K] | false | '' | undefined) =>
    changing(at)(one => {
      if (value) one[member] = value;
      else delete one[member];
    });

function Anchors(at: QuestionPlace & { path: string }) {
  const { draft, doc, of, path } = at;
  const t = w.value.question;
  const change = changing(at);
  const scale = scaleOf(doc, of.scale);
  return (
    <section class="anchors" aria-label={t.anchors}>
      <h3>{t.anchors}</h3>
      <p class="small quiet">{t.anchorsHelp}</p>
      {(scale?.options ?? []).map(option => (
        <Pair
          key={option.id}
          draft={draft}
          path={`${path}.anchors.${option.id}`}
          label={`${say(option.label) || option.id} (${option.points} p)`}
          value={of.anchors?.[option.id]}
          long
          onChange={text =>
            change(one => {
              one.anchors = { ...one.anchors, [option.id]: text };
            })
          }
        />
      ))}
    </section>
  );
}

function Worth(at: QuestionPlace & { path: string }) {
  const { draft, doc, of, path } = at;
  const t = w.value.question;
  const change = changing(at);
  const set = setting(at);
  return (
    <div class="fields">
      <Spot draft={draft} path={`${path}.scale`}>
        <Select
          label={t.scale}
          value={of.scale}
          options={doc.scales.map(one => [
            one.id,
            one.options.map(option => say(option.label) || option.id).join(' – '),
          ])}
          onChange={id =>
            change((one, now) => {
              one.scale = id;
              one.anchors = anchorsFor(scaleOf(now, id));
              delete one.critical;
              delete one.comment;
              delete one.marker;
            })
          }
        />
      </Spot>
      <Whole
        draft={draft}
        path={`${path}.weight`}
        label={w.value.edit.weight}
        hint={t.weightHelp}
        value={of.weight}
        most={1000}
        onChange={value =>
          change(one => {
            one.weight = value ?? 0;
          })
        }
      />
      <Spot draft={draft} path={`${path}.axis`}>
        <Select
          label={t.axis}
          value={of.axis ?? 'none'}
          options={(['none', 'correct', 'human'] as const).map(one => [one, t.axes[one]])}
          onChange={value => set('axis', value !== 'none' && (value as 'correct' | 'human'))}
        />
      </Spot>
    </div>
  );
}

function Applies(at: QuestionPlace & { path: string }) {
  const { draft, of, path } = at;
  const t = w.value.question;
  const change = changing(at);
  const set = setting(at);
  return (
    <Spot draft={draft} path={`${path}.na`}>
      <Tick
        label={t.na}
        on={of.na.allowed}
        onChange={on =>
          change(one => {
            one.na = on ? { allowed: true, when: one.na.when ?? blank() } : { allowed: false };
          })
        }
      />
      {of.na.allowed && (
        <Pair
          draft={draft}
          path={`${path}.na.when`}
          label={t.naWhen}
          value={of.na.when}
          onChange={when =>
            change(one => {
              one.na = { allowed: true, when };
            })
          }
        />
      )}
      <Tick
        label={t.unscored}
        on={of.unscored ?? false}
        onChange={on =>
          change(one => {
            if (on) Object.assign(one, { unscored: true, weight: 0 });
            else delete one.unscored;
          })
        }
      />
      <Tick
        label={t.organisation}
        on={of.subject === 'organisation'}
        onChange={on => set('subject', on && 'organisation')}
      />
      <Tick label={t.bonus} on={of.bonus ?? false} onChange={on => set('bonus', on)} />
    </Spot>
  );
}

/** What calibrations agreed on: it stands in the guidance of whoever scores. */
function Precedents({ draft, doc, of }: QuestionPlace) {
  const own = draft.agreed.value.filter(one => one.question === of.key);
  return own.length === 0 ? null : (
    <section aria-label={w.value.question.precedents}>
      <h3>{w.value.question.precedents}</h3>
      <ul class="plainlist">
        {own.map(one => (
          <li key={one.created_ms}>
            {choiceName(doc, of, one.value)}: {one.why}{' '}
            <span class="quiet small">{day(one.created_ms, true)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function QuestionEditor(at: QuestionPlace) {
  const { draft, of, s, q } = at;
  const t = w.value.question;
  const path = `sections[${s}].questions[${q}]`;
  const change = changing(at);
  const set = setting(at);
  const optional = (member: 'help' | 'routine') => (
    <Pair
      draft={draft}
      path={`${path}.${member}`}
      label={t[member]}
      value={of[member]}
      long
      onChange={text => set(member, (text.sv || text.en) && text)}
    />
  );
  return (
    <>
      <Pair
        draft={draft}
        path={`${path}.title`}
        label={t.name}
        value={of.title}
        onChange={title =>
          change(one => {
            one.title = title;
          })
        }
        onLeave={() => change((one, doc) => nameFromTitle(doc, one))}
      />
      <Worth {...at} path={path} />
      {!of.unscored && <Anchors {...at} path={path} />}
      <Applies {...at} path={path} />
      {optional('help')}
      {optional('routine')}
      <Precedents {...at} />
      <Rules {...at} path={path} />
    </>
  );
}
