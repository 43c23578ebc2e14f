// SPDX-License-Identifier: Apache-2.0
// One version of a form: a draft is written here, a published one is read and tried.
import { rubrics, type Whole } from '../api/rubrics';
import { Show, Title } from '../parts/bits';
import { say } from '../parts/evaluate/matrix';
import { Editor } from '../parts/rubric/editor';
import { Preview } from '../parts/rubric/preview';
import { w } from '../parts/rubric/words';
import { useLoad } from '../state/load';
import { go } from '../state/route';
import { attempt } from '../state/say';
import { canAll } from '../state/me';
import { day } from '../words/format';

function Read({ of, set }: { of: Whole; set: (now: Whole) => void }) {
  const { list, edit, read } = w.value;
  const retire = () => {
    if (confirm(read.retireSure))
      void attempt(async () => set(await rubrics.retire(of.id)), read.retired);
  };
  const change = () =>
    attempt(async () => {
      go(`/rubrics/${(await rubrics.begin({ from: of.id })).id}`);
    });
  return (
    <>
      <p class="quiet">
        {list.version(of.version)}.{' '}
        {of.state === 'retired'
          ? list.retired(day(of.retired_ms ?? 0, true))
          : list.current(day(of.published_ms ?? 0, true))}
        . {read.lead}
      </p>
      <p class="btns after">
        {canAll('RUBRICS') && (
          <button type="button" class="btn" id="new-version" onClick={() => void change()}>
            {list.change}
          </button>
        )}
        <a class="btn" href={`/rubrics/${of.key}/health`}>
          {list.health}
        </a>
        <a class="btn" href={rubrics.exported(of.id)} download target="_self">
          {edit.export}
        </a>
        {of.can_retire && (
          <button type="button" class="btn grave" onClick={retire}>
            {read.retire}
          </button>
        )}
      </p>
      <div class="after">
        <Preview doc={of.document} />
      </div>
      <p class="small quiet after">{read.hash(of.sha256)}</p>
    </>
  );
}

export function RubricPage({ id }: { id: string }) {
  const it = useLoad(() => rubrics.get(id), [id]);
  const name = it.data ? say(it.data.document.title) || w.value.list.untitled : w.value.list.title;
  return (
    <>
      <p class="small">
        <a href="/rubrics">{w.value.list.title}</a>
      </p>
      <Title>{name}</Title>
      <Show of={it}>
        {of =>
          of.can_write ? <Editor key={of.id} of={of} set={it.set} /> : <Read of={of} set={it.set} />
        }
      </Show>
    </>
  );
}
