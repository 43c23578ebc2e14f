// SPDX-License-Identifier: Apache-2.0
// What was agreed about recording (versions, never edited), and the windows of high load.
import { centre } from '../api';
import { Nothing, fields, Labelled, Section, Show } from '../parts/bits';
import { useLoad } from '../state/load';
import { canAll, canOver } from '../state/me';
import { attempt } from '../state/say';
import { words } from '../words';
import { pact } from '../words/pact';
import { day, when } from '../words/format';
import { instant } from '../words/zone';
import { now as siteNow } from '../words/clock';

const DAYS_KEPT = 30; // the documented practice for training recordings

function NewAgreement({ changed }: { changed: () => Promise<void> }) {
  const w = words.value.health;
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const given = fields(form);
    const from = instant(given.from ?? '');
    const today = day(from, true) === day(siteNow(), true); // from now on: a day's past stays as it was
    void attempt(async () => {
      await centre.propose({
        title: given.title ?? '',
        from_ms: today ? siteNow() : from,
        body: {
          purpose: given.purpose,
          listeners: (given.listeners ?? '').split(/[\s,]+/).filter(Boolean),
          retention_days: Number(given.retention),
          veto: given.veto === 'on',
          discipline: false,
          ...(given.employer !== 'any' && { employer: given.employer }),
          notice_days: Number(given.notice),
        },
      });
      form.reset();
      await changed();
    }, pact.value.proposed);
  };
  return (
    <details class="after">
      <summary>{w.newAgreement}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.agreementTitle}>
          <input name="title" required maxLength={120} />
        </Labelled>
        <Labelled label={w.purpose}>
          <textarea class="field" name="purpose" rows={2} required maxLength={1000} />
        </Labelled>
        <Labelled label={w.listeners}>
          <input name="listeners" required maxLength={400} />
        </Labelled>
        <Labelled label={w.retention}>
          <input
            name="retention"
            type="number"
            min={1}
            max={3650}
            defaultValue={String(DAYS_KEPT)}
            required
          />
        </Labelled>
        <Labelled label={w.inForce}>
          <input name="from" type="date" required />
        </Labelled>
        <Labelled label={pact.value.employerRole}>
          <select name="employer">
            {Object.entries(pact.value.employers).map(([role, says]) => (
              <option key={role} value={role}>
                {says}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled label={pact.value.noticeDays}>
          <input name="notice" type="number" min={0} max={365} defaultValue="90" required />
        </Labelled>
        <label class="tick">
          <input type="checkbox" name="veto" defaultChecked />
          {w.veto}
        </label>
        <p>
          <button class="btn main">{words.value.common.save}</button>
        </p>
      </form>
    </details>
  );
}

export function Agreements({ changed }: { changed: () => Promise<void> }) {
  const w = words.value.health;
  const all = useLoad(centre.agreements, [], ['agreement']);
  const both = async () => {
    await Promise.all([all.again(), changed()]);
  };
  return (
    <Section title={w.agreements}>
      <Show of={all}>
        {list =>
          list.length === 0 ? (
            <Nothing whole={w.agreementsNone} />
          ) : (
            <ol class="asks">
              {[...list]
                .sort((a, b) => b.version - a.version)
                .map(one => (
                  <li key={one.version}>
                    <p>
                      <strong>
                        {w.version} {one.version}: {one.title}
                      </strong>{' '}
                      <span class="quiet">
                        {w.inForce} {day(one.from_ms, true)}. {w.signedBy} {one.signed_by}.
                      </span>
                      {one.to_ms !== null && one.to_ms <= one.from_ms && (
                        <span class="block">{w.withdrawn}</span>
                      )}
                      {!!one.unenforced?.length && (
                        <strong class="block">{w.unenforced(one.unenforced.join(', '))}</strong>
                      )}
                    </p>
                  </li>
                ))}
            </ol>
          )
        }
      </Show>
      <p class="after">
        <a class="hit" href="/agreement">
          {pact.value.toSign}
        </a>
      </p>
      {canAll('AGREE') && <NewAgreement changed={both} />}
    </Section>
  );
}

function NewWindow({ changed }: { changed: () => Promise<void> }) {
  const w = words.value.health;
  const send = (event: Event) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const { name = '', says = '' } = fields(form);
    void attempt(async () => {
      await centre.addWindow({ name, says, from_ms: siteNow(), to_ms: null });
      form.reset();
      await changed();
    });
  };
  return (
    <details class="after">
      <summary>{w.startWindow}</summary>
      <form class="form after" onSubmit={send}>
        <Labelled label={w.windowName}>
          <input name="name" required maxLength={80} />
        </Labelled>
        <Labelled label={w.windowSays}>
          <textarea class="field" name="says" rows={2} required maxLength={600} />
        </Labelled>
        <p>
          <button class="btn">{w.startWindow}</button>
        </p>
      </form>
    </details>
  );
}

export function Windows() {
  const w = words.value.health;
  const all = useLoad(centre.windows, [], ['load_window']);
  return (
    <Section title={w.windows}>
      <p class="empty">{w.windowsHelp}</p>
      <Show of={all}>
        {list =>
          list.length === 0 ? (
            <Nothing whole={w.windowsNone} />
          ) : (
            <ol class="asks">
              {list.map(one => (
                <li key={one.id}>
                  <p>
                    <strong>{one.name}</strong>{' '}
                    <span class="quiet">
                      {when(one.from_ms)}–
                      {one.to_ms ? when(one.to_ms) : words.value.common.untilFurther}.{' '}
                      {w.windowBy(one.author_name, one.says)}
                    </span>
                  </p>
                  {one.to_ms === null && canOver('LOAD', one.team) && (
                    <button
                      type="button"
                      class="btn"
                      onClick={() =>
                        void attempt(async () => {
                          await centre.endWindow(one, siteNow());
                          await all.again();
                        })
                      }
                    >
                      {w.endWindow}
                      <span class="sr">: {one.name}</span>
                    </button>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Show>
      <NewWindow changed={all.again} />
    </Section>
  );
}
