// SPDX-License-Identifier: Apache-2.0
// Whether an answer is what docs/openapi.json says of its route: each member there and of its type, and
// none that is not told of. Every flow of the web asks through it (site.mjs), as every person it has.
import { readFileSync } from 'node:fs';

const api = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'));
const routes = Object.entries(api.paths).map(([path, methods]) =>
  [new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`), methods]);
const named = ref => api.components.schemas[ref.split('/').pop()];
const is = { object: v => typeof v === 'object' && v !== null && !Array.isArray(v), array: Array.isArray,
  string: v => typeof v === 'string', boolean: v => typeof v === 'boolean', number: Number.isFinite,
  integer: Number.isInteger, null: v => v === null };

// What is wrong with v, where; '' where nothing is.
export function wrong(v, s, at = '') {
  if (s.$ref) return wrong(v, named(s.$ref), at);
  if (s.anyOf) return s.anyOf.some(one => !wrong(v, one, at)) ? ''
    : `${at}: ${v === null ? 'null' : wrong(v, s.anyOf[0], at) || 'none of them'}`;
  if (s.enum) return s.enum.includes(v) ? '' : `${at}: ${JSON.stringify(v)} is none of ${s.enum}`;
  if (s.type && ![s.type].flat().some(type => is[type](v))) return `${at}: ${JSON.stringify(v)?.slice(0, 80)} is no ${s.type}`;
  if (Array.isArray(v)) {
    if (v.length < (s.minItems ?? 0) || v.length > (s.maxItems ?? Infinity)) return `${at}: ${v.length} of them`;
    return s.items ? v.map((one, i) => wrong(one, s.items, `${at}[${i}]`)).find(Boolean) ?? '' : '';
  }
  if (!is.object(v)) return '';
  const lacks = (s.required ?? []).find(key => !(key in v));
  if (lacks) return `${at}.${lacks} is missing`;
  for (const [key, one] of Object.entries(v)) {
    const of = s.properties?.[key] ?? (typeof s.additionalProperties === 'object' ? s.additionalProperties : null);
    if (!of && s.additionalProperties === false) return `${at}.${key} is told of nowhere`;
    const why = of ? wrong(one, of, `${at}.${key}`) : '';
    if (why) return why;
  }
  return '';
}

export function unlike(method, path, res, bytes) {
  const type = String(res.headers['content-type'] ?? '');
  if (res.statusCode < 200 || res.statusCode > 299 || !type.startsWith('application/json') || !bytes.length) return '';
  const of = routes.find(([like]) => like.test(path.split('?')[0]))?.[1][method.toLowerCase()];
  const schema = of?.responses['2XX'].content['application/json']?.schema;
  if (!of) return '';
  if (!schema) return /export$/.test(path) ? '' : 'openapi.json knows of no answer';
  const told = JSON.parse(bytes);
  return wrong(told, schema) || bare(told);
}

// A share, a rate, a mean or a median carries how many it is of and the interval it may lie in, and is of four
// at least; else it says that they are too few.
const FEW = 4;
const figureOf = { estimate: v => v.interval, median: v => v.interval, mean: v => v.interval,
  value: v => 'lo' in v ? [v.lo, v.hi] : 'not a figure', x: v => v.figure?.interval ?? v.interval ?? v.limits };
export function bare(v, at = '') {
  if (Array.isArray(v)) return v.map((one, i) => bare(one, `${at}[${i}]`)).find(Boolean) ?? '';
  if (!is.object(v)) return '';
  for (const [name, interval] of Object.entries(figureOf)) {
    if (typeof v[name] !== 'number' || (name === 'x' && !('n' in v || 'figure' in v))) continue;
    const about = interval(v), n = v.n ?? v.figure?.n, few = v.undefined ?? v.figure?.undefined;
    if (about === 'not a figure' || few) continue;
    if (!Array.isArray(about) || !about.every(Number.isFinite)) return `${at}.${name} has no interval: ${JSON.stringify(v).slice(0, 120)}`;
    if (!(n >= FEW)) return `${at}.${name} is said of ${n}: ${JSON.stringify(v).slice(0, 120)}`;
  }
  for (const [key, one] of Object.entries(v)) {
    const why = bare(one, `${at}.${key}`);
    if (why) return why;
  }
  return '';
}
