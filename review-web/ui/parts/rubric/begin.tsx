// SPDX-License-Identifier: Apache-2.0
// The way to a new form: from an empty one, or from a file.
import { rubrics } from '../../api/rubrics';
import { go } from '../../state/route';
import { attempt, sayFailure, said } from '../../state/say';
import { fields, Labelled } from '../bits';
import { w } from './words';

async function read(file: File) {
  let document: unknown;
  try {
    document = JSON.parse(await file.text());
  } catch {
    said.value = { text: w.value.list.importBad, bad: true };
    return;
  }
  await rubrics.begin({ document }).then(made => go(`/rubrics/${made.id}`), sayFailure);
}

export function Begin() {
  const t = w.value.list;
  const send = (event: Event) => {
    event.preventDefault();
    const { sv = '', en = '' } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      go(`/rubrics/${(await rubrics.begin({ title_sv: sv, title_en: en })).id}`);
    });
  };
  return (
    <details class="after">
      <summary>{t.begin}</summary>
      <form class="form wide after" onSubmit={send}>
        <p class="strong">{t.beginName}</p>
        <div class="fields">
          <Labelled label={t.beginSv}>
            <input name="sv" required maxLength={120} lang="sv" />
          </Labelled>
          <Labelled label={t.beginEn}>
            <input name="en" maxLength={120} lang="en" />
          </Labelled>
          <p>
            <button class="btn main">{t.beginDo}</button>
          </p>
        </div>
      </form>
      <div class="form wide after">
        <Labelled label={t.import} hint={t.importHelp}>
          <input
            type="file"
            accept="application/json,.json"
            onChange={event => {
              const file = event.currentTarget.files?.[0];
              if (file) void read(file);
            }}
          />
        </Labelled>
      </div>
    </details>
  );
}
