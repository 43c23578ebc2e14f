// SPDX-License-Identifier: Apache-2.0
// What is not a question: the form itself, its sections, its scales.
import type { Doc, DocScale, DocSection } from '../../api/rubrics';
import type { Draft } from '../../state/rubric';
import { addOption, dropOption, newScale, questionsOf } from '../../state/rubricdoc';
import { Labelled, Select, Square } from '../bits';
import { Complaints, Pair, Spot, Tick, Whole } from './fields';
import { ShowIf } from './showif';
import { w } from './words';

type Part = { draft: Draft; doc: Doc };

function Counting({ draft, doc }: Part) {
  const t = w.value.form;
  const { scoring } = doc;
  const change = (how: (one: Doc['scoring']) => void) => draft.change(now => how(now.scoring));
  return (
    <>
      <div class="fields">
        <Select
          label={t.mode}
          value={scoring.mode}
          options={(['sections', 'questions', 'points'] as const).map(one => [one, t.modes[one]])}
          onChange={mode =>
            change(one => {
              one.mode = mode as typeof one.mode;
            })
          }
        />
        <Select
          label={t.policy}
          value={scoring.critical_policy}
          options={(['keep_score', 'zero_section', 'zero_all'] as const).map(one => [
            one,
            t.policies[one],
          ])}
          onChange={policy =>
            change(one => {
              one.critical_policy = policy as typeof one.critical_policy;
            })
          }
        />
      </div>
      {scoring.critical_policy !== 'keep_score' && <p class="small quiet">{t.policyHelp}</p>}
      <div>
        <Tick
          label={t.statistics}
          on={scoring.in_statistics ?? true}
          onChange={on =>
            change(one => {
              if (on) delete one.in_statistics;
              else one.in_statistics = false;
            })
          }
        />
        <Tick
          label={t.visibility}
          on={scoring.visibility === 'agent_and_coach'}
          onChange={on =>
            change(one => {
              if (on) one.visibility = 'agent_and_coach';
              else delete one.visibility;
            })
          }
        />
      </div>
    </>
  );
}

function Variant({ draft, doc }: Part) {
  const t = w.value.form;
  const change = (member: 'topic' | 'load' | 'client', value: string) =>
    draft.change(now => {
      const next = { ...now.variant_for, [member]: value };
      if (!value) delete next[member];
      if (Object.keys(next).length) now.variant_for = next as NonNullable<Doc['variant_for']>;
      else delete now.variant_for;
    });
  return (
    <div class="fields">
      <Select
        label={t.load}
        value={doc.variant_for?.load ?? ''}
        any={t.loads.any}
        options={(['normal', 'high', 'crisis'] as const).map(one => [one, t.loads[one]])}
        onChange={load => change('load', load)}
      />
      {(['topic', 'client'] as const).map(member => (
        <Labelled key={member} label={t[member]}>
          <input
            maxLength={80}
            value={doc.variant_for?.[member] ?? ''}
            onChange={event => change(member, event.currentTarget.value.trim())}
          />
        </Labelled>
      ))}
    </div>
  );
}

export function FormEditor({ draft, doc }: Part) {
  const t = w.value.form;
  return (
    <>
      <Pair
        draft={draft}
        path="title"
        label={t.title}
        value={doc.title}
        onChange={title =>
          draft.change(now => {
            now.title = title;
          })
        }
      />
      <Pair
        draft={draft}
        path="purpose"
        label={t.purpose}
        value={doc.purpose}
        long
        onChange={text =>
          draft.change(now => {
            if (text.sv || text.en) now.purpose = text;
            else delete now.purpose;
          })
        }
      />
      <Counting draft={draft} doc={doc} />
      <Variant draft={draft} doc={doc} />
      <Complaints draft={draft} path="sections" />
      <p class="small quiet">
        {t.key}: {doc.key}
      </p>
    </>
  );
}

export function SectionEditor({ draft, doc, s }: Part & { s: number }) {
  const of = doc.sections[s];
  if (!of) return null;
  const t = w.value.section;
  const path = `sections[${s}]`;
  const before = doc.sections.slice(0, s).reduce((n, one) => n + one.questions.length, 0);
  const change = (how: (one: DocSection) => void) =>
    draft.change(now => {
      const one = now.sections[s];
      if (one) how(one);
    });
  return (
    <>
      <Complaints draft={draft} path={path} />
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
      />
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
      <ShowIf
        draft={draft}
        doc={doc}
        path={path}
        value={of.show_if}
        before={before}
        onChange={value =>
          change(one => {
            if (value) one.show_if = value;
            else delete one.show_if;
          })
        }
      />
    </>
  );
}

function Scale({ draft, doc, i, of }: Part & { i: number; of: DocScale }) {
  const t = w.value.scale;
  const used = questionsOf(doc).filter(one => one.scale === of.id).length;
  const change = (how: (one: DocScale, doc: Doc) => void) =>
    draft.change(now => {
      const one = now.scales[i];
      if (one) how(one, now);
    });
  return (
    <section class="onescale" aria-label={t.name(of.id)} data-path={`scales[${i}]`} tabIndex={-1}>
      <h3>{t.name(of.id)}</h3>
      <p class="small quiet">{t.used(used)}</p>
      <Complaints draft={draft} path={`scales[${i}]`} />
      <Select
        label={t.kind}
        value={of.kind}
        options={(['ordinal', 'nominal', 'interval'] as const).map(one => [one, t.kinds[one]])}
        onChange={kind =>
          change(one => {
            one.kind = kind as DocScale['kind'];
          })
        }
      />
      {of.options.map((option, k) => (
        <div class="step" key={option.id}>
          <Pair
            draft={draft}
            path={`scales[${i}].options[${k}].label`}
            label={t.label(k + 1)}
            value={option.label}
            onChange={label =>
              change(one => {
                const its = one.options[k];
                if (its) its.label = label;
              })
            }
          />
          <Whole
            draft={draft}
            path={`scales[${i}].options[${k}].points`}
            label={t.points}
            value={option.points}
            most={100}
            onChange={value =>
              change(one => {
                const its = one.options[k];
                if (its) its.points = value ?? 0;
              })
            }
          />
          <Square
            icon="minus"
            name={t.removeStep(k + 1)}
            disabled={of.options.length <= 2}
            onClick={() => change((one, now) => dropOption(now, one, k))}
          />
        </div>
      ))}
      <p class="btns">
        <button
          type="button"
          class="btn"
          disabled={of.options.length >= 11}
          onClick={() => change(addOption)}
        >
          {t.addStep}
        </button>
        {used === 0 && doc.scales.length > 1 && (
          <button
            type="button"
            class="btn"
            onClick={() =>
              draft.change(now => {
                now.scales.splice(i, 1);
              })
            }
          >
            {t.remove}
          </button>
        )}
      </p>
    </section>
  );
}

export function ScalesEditor({ draft, doc }: Part) {
  const t = w.value.scale;
  return (
    <Spot draft={draft} path="scales">
      <p class="read">{t.lead}</p>
      {doc.scales.map((one, i) => (
        <Scale key={one.id} draft={draft} doc={doc} i={i} of={one} />
      ))}
      <p>
        <button
          type="button"
          class="btn"
          disabled={doc.scales.length >= 20}
          onClick={() =>
            draft.change(now => {
              now.scales.push(newScale(now));
            })
          }
        >
          {t.add}
        </button>
      </p>
    </Spot>
  );
}
