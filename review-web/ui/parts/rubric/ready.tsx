// SPDX-License-Identifier: Apache-2.0
// The forms that come with the programs and this house does not have: one key publishes one, or all.
import { rubrics, type ReadyForm } from '../../api/rubrics';
import { useLoad } from '../../state/load';
import { go } from '../../state/route';
import { attempt, say } from '../../state/say';
import { language } from '../../words';
import { Section } from '../bits';
import { w } from './words';

const adapt = (key: string) =>
  void attempt(async () => go(`/rubrics/${(await rubrics.adapt(key)).draft}`));

function Line({ form, take }: { form: ReadyForm; take: (key: string) => void }) {
  const t = w.value.ready;
  const sv = language.value === 'sv';
  const title = sv ? form.title_sv : form.title_en;
  const facts = [
    t.questions(form.questions),
    form.topic && t.topic(form.topic),
    form.load && t.load,
  ];
  return (
    <li>
      <p>
        <strong>{title}</strong> <span class="quiet">{facts.filter(Boolean).join(', ')}</span>
        <br />
        <span class="small">{sv ? form.purpose_sv : form.purpose_en}</span>
      </p>
      <span class="btns">
        <button type="button" class="btn" onClick={() => take(form.key)}>
          {t.take}
          <span class="sr">: {title}</span>
        </button>
        <button type="button" class="btn" onClick={() => adapt(form.key)}>
          {t.adapt}
          <span class="sr">: {title}</span>
        </button>
      </span>
    </li>
  );
}

/** `first`: the house has no form at all, so this is where one begins. Else it waits folded. */
export function Ready({ first, changed }: { first: boolean; changed: () => void }) {
  const t = w.value.ready;
  const ready = useLoad(rubrics.ready, [], ['rubric']);
  const forms = ready.data ?? [];
  const take = (key?: string) =>
    void attempt(async () => {
      const { published } = await rubrics.take(key);
      await ready.again();
      changed();
      say(t.taken(published));
    });
  if (!forms.length) return null;
  const list = (
    <>
      <p class="read small">{t.lead}</p>
      <ul class="asks">
        {forms.map(form => (
          <Line key={form.key} form={form} take={take} />
        ))}
      </ul>
    </>
  );
  if (!first)
    return (
      <details class="after">
        <summary>{`${t.title} (${forms.length})`}</summary>
        {list}
      </details>
    );
  return (
    <Section
      title={t.title}
      extra={
        <button type="button" class="btn main" onClick={() => take()}>
          {t.all(forms.length)}
        </button>
      }
    >
      {list}
    </Section>
  );
}
