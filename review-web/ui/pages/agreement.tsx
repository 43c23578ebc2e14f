// SPDX-License-Identifier: Apache-2.0
// The agreement, whole: every clause of the version in force as a sentence, for everybody it binds or protects.
import { centre } from '../api';
import type { Agreement } from '../api/types';
import { Nothing, Section, Show, Title } from '../parts/bits';
import { useLoad } from '../state/load';
import { recognise } from '../state/me';
import { words } from '../words';
import { now as siteNow } from '../words/clock';
import { day } from '../words/format';
import { watch } from '../words/watch';
import { Clauses } from './clauses';
import { GiveNotice, Noticed, Proposals, ToSign, toSign } from './pact';

/** The list begins with the newest. */
const isInForce = ({ from_ms, to_ms }: Agreement) =>
  from_ms <= siteNow() && (to_ms === null || to_ms > siteNow());

export function Whole({ one }: { one: Agreement }) {
  const w = watch.value;
  return (
    <>
      <p>
        <strong>{one.title}.</strong>{' '}
        <span class="quiet">{w.inForce(one.version, day(one.from_ms, true), one.signed_by)}</span>
        {one.to_ms !== null && one.to_ms <= one.from_ms && (
          <span class="block">{words.value.health.withdrawn}</span>
        )}
      </p>
      <Noticed one={one} />
      <Clauses body={one.body} />
      {!!one.unenforced?.length && (
        <strong class="block">{words.value.health.unenforced(one.unenforced.join(', '))}</strong>
      )}
    </>
  );
}

export function AgreementPage() {
  const w = watch.value;
  const all = useLoad(centre.agreements, [], ['agreement']);
  const proposed = useLoad(centre.proposals, [], ['agreement']);
  const changed = async () => {
    await Promise.all([all.again(), recognise()]); // the foot of each page names what is in force
  };
  return (
    <>
      <Title>{w.agreement}</Title>
      <p class="empty">{w.agreementHelp}</p>
      <Show of={all}>
        {list => {
          const inForce = list.find(isInForce);
          const rest = list.filter(one => one !== inForce);
          const which = { of: proposed, inForce: inForce?.version, changed };
          const whole = inForce ? (
            <>
              <Whole one={inForce} />
              <GiveNotice one={inForce} again={changed} />
            </>
          ) : (
            <Nothing whole={w.agreementNone} />
          );
          return (
            <>
              <ToSign {...which} />
              {toSign(proposed).length && inForce ? (
                <Section title={w.inForceTitle}>{whole}</Section>
              ) : (
                whole
              )}
              <Proposals {...which} />
              {rest.length > 0 && (
                <Section title={w.earlier}>
                  {rest.map(one => (
                    <details key={one.version}>
                      <summary>
                        {words.value.health.version} {one.version}: {one.title}
                      </summary>
                      <Whole one={one} />
                    </details>
                  ))}
                </Section>
              )}
            </>
          );
        }}
      </Show>
    </>
  );
}
