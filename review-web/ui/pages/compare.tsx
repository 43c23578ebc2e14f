// SPDX-License-Identifier: Apache-2.0
// One's own evaluation beside the coach's: what both saw alike in one sentence, then only the
// differences, each with both places to hear. It is about the call; nobody is judged here.
import { compare, type Comparison, type Difference } from '../api/self';
import type { Answer } from '../api/evaluation';
import { Section, Show, Title } from '../parts/bits';
import { choiceName, say } from '../parts/evaluate/matrix';
import { Reflect } from '../parts/evaluate/reflect';
import { ListenBox, Place, useListen, type Listen } from '../parts/listenbox';
import { useLoad } from '../state/load';
import { me } from '../state/me';
import { words } from '../words';
import { area } from '../words/area';
import { when } from '../words/format';
import { enSelf, svSelf } from '../words/self';

const w = area(svSelf, enSelf);
const first = (name: string) => name.split(' ')[0] ?? name;
const called = (person: { id: string; name: string }) =>
  person.id === me.value?.id ? w.value.you : first(person.name);

function Side({
  it,
  who,
  answer,
  question,
  listen,
}: {
  it: Comparison;
  who: string;
  answer: Answer | null;
  question: string;
  listen: Listen;
}) {
  const of = it.rubric.sections.flatMap(one => one.questions).find(one => one.id === question);
  const call = it.self.interaction;
  return (
    <div>
      <dt class="small quiet">{who}</dt>
      <dd>
        <p class="btns">
          <strong>{answer && of ? choiceName(it.rubric, of, answer.value) : w.value.none}</strong>
          {answer?.at_ms != null && (
            <Place
              listen={listen}
              to={{ call, at: answer.at_ms }}
              of={`${who}, ${say(of?.title)}`}
            />
          )}
        </p>
        {answer?.comment && <p class="read">{answer.comment}</p>}
        {answer && answer.at_ms === null && <p class="small quiet">{w.value.noPlace}</p>}
      </dd>
    </div>
  );
}

function One({ it, one, listen }: { it: Comparison; one: Difference; listen: Listen }) {
  const of = it.rubric.sections.flatMap(part => part.questions).find(q => q.id === one.question);
  const [self, other] = [called(it.self.agent), called(it.other.evaluator)];
  return (
    <li class="difference">
      <h3>{say(of?.title)}</h3>
      <p class="small">
        {one.gap === null
          ? w.value.noGap
          : w.value.gap(one.gap > 0 ? self : other, Math.abs(one.gap))}
      </p>
      <dl class="sides">
        <Side it={it} who={self} answer={one.self} question={one.question} listen={listen} />
        <Side it={it} who={other} answer={one.other} question={one.question} listen={listen} />
      </dl>
    </li>
  );
}

function Loaded({ it }: { it: Comparison }) {
  const listen = useListen();
  const title = it.self.title ?? words.value.calls.untitled;
  const mine = it.self.agent.id === me.value?.id;
  const n = it.differ.length;
  return (
    <>
      <Title of={w.value.compareTitle}>{w.value.compareOf(title)}</Title>
      <p class="small quiet after">
        {when(it.self.started_ms)}. {words.value.evaluate.form}: {say(it.rubric.title)}.{' '}
        <a href={`/calls/${it.self.interaction}`}>{w.value.back}</a>
      </p>
      {[it.self, it.other]
        .filter(one => one.informed)
        .map(one => (
          <p class="read" key={one.id}>
            <strong>
              {w.value.informed(called(one.evaluator), one.evaluator.id === me.value?.id)}
            </strong>
          </p>
        ))}
      <p class="alike">{n ? w.value.sameOf(it.same, it.asked) : w.value.sameAll(it.asked)}</p>
      {n > 0 && (
        <Section title={w.value.toTalk(n)}>
          <p class="small quiet">{w.value.about}</p>
          <ListenBox listen={listen} empty={w.value.press} />
          <ul class="differences">
            {it.differ.map(one => (
              <One key={one.question} it={it} one={one} listen={listen} />
            ))}
          </ul>
        </Section>
      )}
      {mine && <Reflect id={it.other.id} />}
    </>
  );
}

export function ComparePage({ id }: { id: string }) {
  const it = useLoad(() => compare(id), [id], ['evaluation']);
  return (
    <Show of={it} whole>
      {data => <Loaded it={data} />}
    </Show>
  );
}
