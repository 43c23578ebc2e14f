// SPDX-License-Identifier: Apache-2.0
// What one can do to a form's document: add, move, take away, rename; pure, on the object given.
import type { Both, Condition, Doc, DocQuestion, DocScale, DocSection } from '../api/rubrics';

/** What is open in the editor: the form itself, its scales, a section, a question. */
export type Place =
  | { kind: 'form' }
  | { kind: 'scales' }
  | { kind: 'section'; s: number }
  | { kind: 'question'; s: number; q: number };

export const blank = (): Both => ({ sv: '', en: '' });
export const questionsOf = (doc: Doc) => doc.sections.flatMap(section => section.questions);

function fresh(prefix: string, taken: string[]): string {
  let n = 1;
  while (taken.includes(`${prefix}${n}`)) n++;
  return `${prefix}${n}`;
}

/** Letters and digits of a title, as an id may have them. */
export function slug(title: string): string {
  const plain = title.toLowerCase().normalize('NFD').replace(/[̀-ͯ]/g, '');
  return plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 32)
    .replace(/_+$/, '');
}

export function anchorsFor(scale: DocScale | undefined): Record<string, Both> {
  return Object.fromEntries((scale?.options ?? []).map(option => [option.id, blank()]));
}

export function newQuestion(doc: Doc): DocQuestion {
  const all = questionsOf(doc);
  const id = fresh(
    'q',
    all.flatMap(one => [one.id, one.key]),
  );
  const scale = doc.scales[0];
  return {
    id,
    key: id,
    weight: 1,
    scale: scale?.id ?? '',
    title: blank(),
    anchors: anchorsFor(scale),
    na: { allowed: false },
    axis: 'correct',
  };
}

export function newSection(doc: Doc): DocSection {
  const id = fresh(
    's',
    doc.sections.map(one => one.id),
  );
  return { id, weight: 10, title: blank(), questions: [newQuestion(doc)] };
}

export function newScale(doc: Doc): DocScale {
  const option = (id: string, points: number) => ({ id, points, label: blank() });
  return {
    id: fresh(
      'scale',
      doc.scales.map(one => one.id),
    ),
    kind: 'ordinal',
    options: [option('o1', 2), option('o2', 1), option('o3', 0)],
  };
}

export function addOption(scale: DocScale) {
  const id = fresh(
    'o',
    scale.options.map(one => one.id),
  );
  scale.options.push({ id, points: 0, label: blank() });
}

/** Questions with anchors or rules for this option forget them. */
export function dropOption(doc: Doc, scale: DocScale, i: number) {
  const gone = scale.options.splice(i, 1)[0]?.id;
  for (const one of questionsOf(doc)) {
    if (one.scale !== scale.id || !gone) continue;
    if (one.anchors) delete one.anchors[gone];
    for (const list of [one.critical?.fail_on, one.comment?.required_on, one.marker?.required_on])
      if (list?.includes(gone)) list.splice(list.indexOf(gone), 1);
  }
}

function conditionsRenamed(c: Condition | undefined, from: string, to: string) {
  if (!c) return;
  if ('q' in c) {
    if (c.q === from) c.q = to;
    return;
  }
  for (const inner of 'all' in c ? c.all : c.any) conditionsRenamed(inner, from, to);
}

/** A question that has no name yet takes one from its title; what points at it follows. */
export function nameFromTitle(doc: Doc, of: DocQuestion) {
  if (!/^q\d+$/.test(of.id) || of.id !== of.key) return;
  const wish = slug(of.title.sv || of.title.en);
  if (!wish || /^q\d+$/.test(wish)) return;
  const taken = questionsOf(doc).flatMap(one => [one.id, one.key]);
  const id = taken.includes(wish) ? fresh(`${wish}_`, taken) : wish;
  for (const one of [...doc.sections, ...questionsOf(doc)])
    conditionsRenamed(one.show_if, of.id, id);
  for (const one of questionsOf(doc))
    if (one.needs) one.needs = one.needs.map(key => (key === of.key ? id : key));
  of.id = of.key = id;
}

/** Moves a question within its section, and past its ends into the next; a section among sections. */
export function moved(doc: Doc, at: Place, by: 1 | -1): Place {
  if (at.kind === 'section') {
    const to = at.s + by;
    const one = doc.sections[at.s];
    if (!one || !doc.sections[to]) return at;
    doc.sections.splice(at.s, 1);
    doc.sections.splice(to, 0, one);
    return { kind: 'section', s: to };
  }
  if (at.kind !== 'question') return at;
  const from = doc.sections[at.s];
  const one = from?.questions[at.q];
  if (!from || !one) return at;
  const to = at.q + by;
  if (to >= 0 && to < from.questions.length) {
    from.questions.splice(at.q, 1);
    from.questions.splice(to, 0, one);
    return { ...at, q: to };
  }
  const next = doc.sections[at.s + by];
  if (!next || from.questions.length === 1) return at; // a section keeps one
  from.questions.splice(at.q, 1);
  const q = by > 0 ? 0 : next.questions.length;
  next.questions.splice(q, 0, one);
  return { kind: 'question', s: at.s + by, q };
}

/** What is open afterwards: its neighbour, or the section it stood in. */
export function removed(doc: Doc, at: Place): Place {
  if (at.kind === 'section') {
    if (doc.sections.length > 1) doc.sections.splice(at.s, 1);
    return { kind: 'section', s: Math.max(0, at.s - 1) };
  }
  if (at.kind !== 'question') return at;
  const section = doc.sections[at.s];
  if (!section || section.questions.length < 2) return at;
  section.questions.splice(at.q, 1);
  return { kind: 'question', s: at.s, q: Math.max(0, at.q - 1) };
}

export const pathOf = (at: Place) =>
  at.kind === 'section'
    ? `sections[${at.s}]`
    : at.kind === 'question'
      ? `sections[${at.s}].questions[${at.q}]`
      : '';

/** Which place a problem's path lies in. */
export function placeOf(path: string): Place {
  const question = /^sections\[(\d+)\]\.questions\[(\d+)\]/.exec(path);
  if (question) return { kind: 'question', s: Number(question[1]), q: Number(question[2]) };
  const section = /^sections\[(\d+)\]/.exec(path);
  if (section) return { kind: 'section', s: Number(section[1]) };
  return path.startsWith('scales') ? { kind: 'scales' } : { kind: 'form' };
}
