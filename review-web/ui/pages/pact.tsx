// SPDX-License-Identifier: Apache-2.0
// What is put forward and not in force yet, who has signed and who has not, and notice: on the agreement's own
// page, and for who has not signed on her home.
import { centre } from '../api';
import type { Agreement, AgreementSide, Proposal } from '../api/types';
import { Labelled, Missed, Section, fields } from '../parts/bits';
import { type Loaded, useLoad } from '../state/load';
import { can, canAll } from '../state/me';
import { attempt } from '../state/say';
import { day, when } from '../words/format';
import { pact } from '../words/pact';
import { instant } from '../words/zone';
import { Clauses, noticeDays } from './clauses';

const SIDES: AgreementSide[] = ['employer', 'employees'];
/** Whoever could sign for both signs for none. */
const mySides = () => {
  const mine = SIDES.filter(side =>
    canAll(side === 'employees' ? 'SIGN_FOR_UNION' : 'SIGN_FOR_EMPLOYER'),
  );
  return mine.length === 1 ? mine : [];
};
const isOpen = (one: Proposal) => one.closed_ms === null;
const signatureOf = (one: Proposal, side: AgreementSide) =>
  one.signatures.find(signature => signature.side === side);

export function Stops({ title }: { title: string }) {
  return (
    <>
      <p class="after">
        <strong>{title}</strong>
      </p>
      <ul>
        {pact.value.stops.map(says => (
          <li key={says}>{says}</li>
        ))}
      </ul>
    </>
  );
}

function Signatures({ one }: { one: Proposal }) {
  const w = pact.value;
  return (
    <ul>
      {SIDES.map(side => {
        const by = signatureOf(one, side);
        return (
          <li key={side}>
            {by
              ? w.signed(w.sides[side], by.person.name ?? '', when(by.at_ms))
              : w.lacks(w.sides[side])}
          </li>
        );
      })}
    </ul>
  );
}

function Acts({ one, again }: { one: Proposal; again: () => Promise<void> }) {
  const w = pact.value;
  const side = mySides().find(mine => !signatureOf(one, mine));
  const sign = (of: AgreementSide) =>
    void attempt(
      async () => {
        await centre.sign(one.id, of);
        await again();
      },
      one.signatures.length ? w.inForceNow : w.signedNow,
    );
  const withdraw = () =>
    void attempt(async () => {
      await centre.withdrawProposal(one.id);
      await again();
    }, w.withdrawn);
  return (
    <>
      {side && <p class="quiet">{w.signNow}</p>}
      <p>
        {side && (
          <button type="button" class="btn main" onClick={() => sign(side)}>
            {w.sign[side]}
          </button>
        )}
        {canAll('AGREE') && (
          <button type="button" class="btn" onClick={withdraw}>
            {w.withdraw}
          </button>
        )}
      </p>
    </>
  );
}

type OpenOne = { one: Proposal; inForce: number | undefined; again: () => Promise<void> };
function Open({ one, inForce, again }: OpenOne) {
  const w = pact.value;
  return (
    <Section title={w.proposal}>
      <p>
        <strong>{one.title}.</strong>{' '}
        <span class="quiet">
          {w.by(one.author.name ?? '', day(one.written_ms, true))} {w.from(day(one.from_ms, true))}
        </span>
      </p>
      <Signatures one={one} />
      {inForce === undefined ? <Stops title={w.untilThen} /> : <p>{w.untilThenOld(inForce)}</p>}
      <Clauses body={one.body} />
      <Acts one={one} again={again} />
    </Section>
  );
}

/** Put forward, and for this reader to sign: not signed by her side yet. */
const isMine = (one: Proposal) => isOpen(one) && mySides().some(side => !signatureOf(one, side));

type Proposed = Loaded<Awaited<ReturnType<typeof centre.proposals>>>;
type Which = {
  of: Proposed;
  inForce: number | undefined;
  changed: () => Promise<unknown>;
};

const both = async (of: Proposed, changed: () => Promise<unknown>) => {
  await Promise.all([of.again(), changed()]);
};

export const toSign = (of: Proposed) => of.data?.filter(isMine) ?? [];

/** What she has to sign: she came for it, so it stands before what is in force. */
export function ToSign({ of, inForce, changed }: Which) {
  return (
    <>
      {toSign(of).map(one => (
        <Open key={one.id} one={one} inForce={inForce} again={() => both(of, changed)} />
      ))}
    </>
  );
}

/** What waits for others to sign, and what became of what was. */
export function Proposals({ of, inForce, changed }: Which) {
  const w = pact.value;
  const past = of.data?.filter(one => !isOpen(one)) ?? [];
  return (
    <>
      <Missed of={of} title={w.proposal} />
      {of.data
        ?.filter(one => isOpen(one) && !isMine(one))
        .map(one => (
          <Open key={one.id} one={one} inForce={inForce} again={() => both(of, changed)} />
        ))}
      {past.length > 0 && (
        <Section title={w.past}>
          <ul>
            {past.map(one => (
              <li key={one.id}>
                {one.title}, {day(one.written_ms, true)}:{' '}
                {one.version === null ? w.wasWithdrawn : w.became(one.version)}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

/** That notice was given, by whom and why. */
export function Noticed({ one: { notice } }: { one: Agreement }) {
  const w = pact.value;
  if (!notice) return null;
  return (
    <p role="note">
      <strong>
        {w.given(
          w.sides[notice.side],
          notice.person.name ?? '',
          day(notice.given_ms, true),
          when(notice.ends_ms),
        )}
      </strong>{' '}
      <span class="read">{notice.reason}</span>
    </p>
  );
}

/** Either side ends what is in force, and reads first what stops then. */
export function GiveNotice({ one, again }: { one: Agreement; again: () => Promise<unknown> }) {
  const w = pact.value;
  const [side] = mySides();
  if (!side || one.notice) return null;
  const send = (event: Event) => {
    event.preventDefault();
    const { reason = '', ends } = fields(event.currentTarget as HTMLFormElement);
    void attempt(async () => {
      await centre.giveNotice(one.id, side, reason, ends ? instant(ends) : undefined);
      await again();
    }, w.noticeGiven);
  };
  return (
    <details class="after">
      <summary>{w.notice}</summary>
      <p class="after">{w.noticeDaysAre(noticeDays(one.body))}</p>
      <Stops title={w.noticeOpens} />
      <form class="form after" onSubmit={send}>
        <Labelled label={w.noticeReason}>
          <textarea class="field" name="reason" rows={2} required maxLength={1000} />
        </Labelled>
        <Labelled label={w.noticeEnds}>
          <input name="ends" type="date" />
        </Labelled>
        <p>
          <button class="btn">{w.noticeSend[side]}</button>
        </p>
      </form>
    </details>
  );
}

/** On the home of who has not signed. */
export function PactWaiting() {
  const w = pact.value;
  const all = useLoad(centre.proposals, [], ['agreement']);
  if (!can('SIGN_FOR_UNION') && !can('SIGN_FOR_EMPLOYER')) return null;
  const mine = (all.data ?? []).filter(isMine);
  if (!mine.length) return <Missed of={all} title={w.waiting} />;
  return (
    <Section title={w.waiting}>
      {mine.map(one => (
        <p key={one.id}>
          {w.waitingText(one.title)}{' '}
          <a class="hit" href="/agreement">
            {w.read}
            <span class="sr">: {one.title}</span>
          </a>
        </p>
      ))}
    </Section>
  );
}
