// SPDX-License-Identifier: Apache-2.0
// What a question has to do with others and with rules: critical, required comments and places,
// conditions, pairs, its key.
import type { CriticalClass } from '../../api/rubrics';
import { questionsOf } from '../../state/rubricdoc';
import { Labelled, Select } from '../bits';
import { say } from '../evaluate/matrix';
import { Some, Spot, Whole } from './fields';
import { changing, scaleOf, type QuestionPlace } from './question';
import { ShowIf } from './showif';
import { w } from './words';

type At = QuestionPlace & { path: string };
const CLASSES = ['none', 'customer', 'business', 'compliance'] as const;

function Critical(at: At) {
  const { draft, doc, of, path } = at;
  const t = w.value.question;
  const change = changing(at);
  const options = scaleOf(doc, of.scale)?.options ?? [];
  const named = options.map(one => [one.id, say(one.label) || one.id] as [string, string]);
  const least = options.reduce(
    (worst, one) => (one.points < worst.points ? one : worst),
    options[0] ?? { id: '', points: 0 },
  );
  return (
    <>
      <div class="fields">
        <Spot draft={draft} path={`${path}.critical`}>
          <Select
            label={t.critical}
            value={of.critical?.class ?? 'none'}
            options={CLASSES.map(one => [one, t.criticals[one]])}
            onChange={value =>
              change(one => {
                if (value === 'none') {
                  delete one.critical;
                  return;
                }
                one.critical = {
                  effect: 'fail',
                  fail_on: [least.id],
                  ...one.critical,
                  class: value as CriticalClass,
                };
                one.comment ??= { required_on: [least.id] };
                one.marker ??= { required_on: [least.id] };
                one.weight = 0;
              })
            }
          />
        </Spot>
        {of.critical && (
          <Select
            label={t.effect}
            value={of.critical.effect}
            options={(['fail', 'flag'] as const).map(one => [one, t.effects[one]])}
            onChange={effect =>
              change(one => {
                if (one.critical) one.critical.effect = effect as 'fail' | 'flag';
              })
            }
          />
        )}
      </div>
      {of.critical && (
        <Some
          draft={draft}
          path={`${path}.critical.fail_on`}
          label={t.failOn}
          all={named}
          chosen={of.critical.fail_on}
          onChange={chosen =>
            change(one => {
              if (one.critical) one.critical.fail_on = chosen;
            })
          }
        />
      )}
      {(['comment', 'marker'] as const).map(member => (
        <Some
          key={member}
          draft={draft}
          path={`${path}.${member}`}
          label={t[member]}
          all={named}
          chosen={of[member]?.required_on ?? []}
          onChange={chosen =>
            change(one => {
              if (chosen.length) one[member] = { required_on: chosen };
              else delete one[member];
            })
          }
        />
      ))}
    </>
  );
}

export function Rules(at: At) {
  const { draft, doc, of, path, s, q } = at;
  const t = w.value.question;
  const change = changing(at);
  const others = questionsOf(doc).filter(one => one.key !== of.key);
  const before = doc.sections.slice(0, s).reduce((n, one) => n + one.questions.length, q);
  const set = Boolean(
    of.critical || of.comment || of.marker || of.show_if || of.needs?.length || of.follow_up_days,
  );
  const wrong = draft.problems.value.some(one => one.path.startsWith(path));
  return (
    <details open={set || wrong || undefined} class="rules">
      <summary>{t.more}</summary>
      <div>
        <Critical {...at} />
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
        {others.length > 0 && (
          <Some
            draft={draft}
            path={`${path}.needs`}
            label={t.needs}
            hint={t.needsHelp}
            all={others.map(one => [one.key, say(one.title) || one.key])}
            chosen={of.needs ?? []}
            onChange={chosen =>
              change(one => {
                if (chosen.length) one.needs = chosen;
                else delete one.needs;
              })
            }
          />
        )}
        <div class="fields">
          <Whole
            draft={draft}
            path={`${path}.follow_up_days`}
            label={t.followUp}
            value={of.follow_up_days}
            most={365}
            onChange={days =>
              change(one => {
                if (days) one.follow_up_days = days;
                else delete one.follow_up_days;
              })
            }
          />
          <Spot draft={draft} path={`${path}.key`}>
            <Labelled label={t.key} hint={t.keyHelp}>
              <input
                value={of.key}
                maxLength={40}
                onChange={event => {
                  const key = event.currentTarget.value.trim();
                  change(one => {
                    one.key = key;
                  });
                }}
              />
            </Labelled>
          </Spot>
        </div>
      </div>
    </details>
  );
}
