// SPDX-License-Identifier: Apache-2.0
#include "recorder/spool_records.h"

#include <jansson.h>

static void json_ref_drop(json_t **j) { json_decref(*j); }
typedef json_t *json_ref;

// ---- packing ------------------------------------------------------------------------------------

static size_t utf8_length(const uint8_t *p, size_t n) { // of the whole sequence at p, 0: not UTF-8
  size_t want = p[0] < 0x80       ? 1
                : p[0] >> 5 == 6  ? 2
                : p[0] >> 4 == 14 ? 3
                : p[0] >> 3 == 30 ? 4
                                  : 0;
  if (!want || want > n) return 0;
  for (size_t i = 1; i < want; i++)
    if (p[i] >> 6 != 2) return 0;
  return want;
}

// What is not UTF-8 is taken for Latin-1 byte by byte: that is what old telephones send.
static json_t *text_repaired(const char *text) {
  AUTO(buf) struct buf b = {0};
  for (size_t n = strlen(text), at = 0; at < n;) {
    const uint8_t *p = (const uint8_t *)text + at;
    size_t k = utf8_length(p, n - at);
    if (k) {
      buf_add(&b, p, k);
      at += k;
      continue;
    }
    buf_add_char(&b, (char)(0xc0 | p[0] >> 6));
    buf_add_char(&b, (char)(0x80 | (p[0] & 0x3f)));
    at++;
  }
  json_t *got = b.failed ? NULL : json_stringn(b.p ? b.p : "", b.n);
  return got ? got : json_string("?"); // overlong forms and surrogates
}

static json_t *text(const char *s) {
  if (!s) return json_null();
  json_t *got = json_string(s);
  return got ? got : text_repaired(s);
}

static enum err dump(json_t *j, struct buf *out) {
  char *s = j ? json_dumps(j, JSON_COMPACT) : NULL;
  if (!s) return fail(E_BROKEN, "no memory for a spool record");
  buf_add_str(out, s);
  free(s);
  TRY(buf_check(out));
  return out->n <= SPOOL_BODY_MAX ? OK : fail(E_TOO_BIG, "a spool record of %zu bytes", out->n);
}

static json_t *party_json(const struct spool_party *p) {
  return json_pack("{si so so so so}", "leg", p->leg, "address", text(p->address), "name",
                   text(p->name), "role", text(p->role), "side", text(p->side));
}

enum err spool_opening_pack(const struct spool_opening *o, struct buf *out) {
  char id[ID_TEXT];
  id_text(o->interaction, id);
  AUTO(json_ref) json_t *parties = json_array();
  for (size_t i = 0; i < o->n_parties && i < SPOOL_PARTIES; i++)
    json_array_append_new(parties, party_json(&o->parties[i]));
  AUTO(json_ref)
  json_t *j = json_pack("{ss sI so so so so sO}", "interaction", id, "started_us",
                        (json_int_t)o->started_us, "source", text(o->source), "call_id_hash",
                        text(o->call_id_hash), "direction", text(o->direction), "group",
                        text(o->group), "parties", parties);
  return dump(j, out);
}

static json_t *payload_json(const struct spool_payload *p) {
  return json_pack("{si so si si so}", "pt", p->pt, "name", text(p->name), "clock",
                   (int)p->clock_hz, "channels", p->channels, "fmtp", text(p->fmtp));
}

enum err spool_leg_pack(const struct spool_leg *l, struct buf *out) {
  AUTO(json_ref) json_t *pts = json_array();
  for (size_t i = 0; i < l->n_payloads && i < SPOOL_PAYLOADS; i++)
    json_array_append_new(pts, payload_json(&l->payloads[i]));
  AUTO(json_ref)
  json_t *j = json_pack("{si so so si sO si}", "leg", l->leg, "label", text(l->label), "side",
                        text(l->side), "party", l->party, "pts", pts, "ptime", l->ptime_ms);
  buf_add_char(out, (char)l->leg);
  return dump(j, out);
}

enum err spool_mark_pack(const struct spool_mark *m, struct buf *out) {
  AUTO(json_ref)
  json_t *j = json_pack("{so si sI so so}", "kind", text(m->kind), "leg", m->leg, "at_us",
                        (json_int_t)m->at_us, "detail", text(m->detail), "name", text(m->name));
  return dump(j, out);
}

enum err spool_ending_pack(const struct spool_ending *e, struct buf *out) {
  AUTO(json_ref)
  json_t *j = json_pack("{so sI}", "reason", text(e->reason), "at_us", (json_int_t)e->at_us);
  return dump(j, out);
}

// ---- unpacking ----------------------------------------------------------------------------------

static enum err parse(struct sv body, json_t **out) {
  json_t *j = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
  if (!json_is_object(j)) {
    json_decref(j);
    return fail(E_BAD_DATA, "a spool record is no JSON object");
  }
  *out = j;
  return OK;
}

static const char *member(const json_t *j, const char *key, struct arena *a) {
  const char *s = json_string_value(json_object_get(j, key));
  size_t n = s ? strlen(s) : 0;
  char *copy = s ? arena_try(a, n + 1) : NULL;
  if (copy) memcpy(copy, s, n);
  return copy;
}

static int64_t number(const json_t *j, const char *key, int64_t min, int64_t max,
                      int64_t otherwise) {
  const json_t *v = json_object_get(j, key);
  int64_t n = json_integer_value(v);
  return json_is_integer(v) && n >= min && n <= max ? n : otherwise;
}

static void opening_parties(const json_t *list, struct arena *a, struct spool_opening *o) {
  size_t i;
  const json_t *p;
  json_array_foreach(list, i, p) {
    if (o->n_parties == SPOOL_PARTIES) return;
    o->parties[o->n_parties++] = (struct spool_party){
        .leg = (int)number(p, "leg", 0, SPOOL_LEGS - 1, -1),
        .address = member(p, "address", a),
        .name = member(p, "name", a),
        .role = member(p, "role", a),
        .side = member(p, "side", a),
    };
  }
}

enum err spool_opening_unpack(struct sv body, struct arena *a, struct spool_opening *out) {
  AUTO(json_ref) json_t *j = NULL;
  TRY(parse(body, &j));
  struct spool_opening o = {.started_us = number(j, "started_us", 0, INT64_MAX, 0)};
  TRY(id_parse(sv_of(json_string_value(json_object_get(j, "interaction"))), &o.interaction));
  o.source = member(j, "source", a);
  o.call_id_hash = member(j, "call_id_hash", a);
  o.direction = member(j, "direction", a);
  o.group = member(j, "group", a);
  opening_parties(json_object_get(j, "parties"), a, &o);
  *out = o;
  return OK;
}

static struct spool_payload payload_of(const json_t *p, struct arena *a) {
  return (struct spool_payload){
      .pt = (uint8_t)number(p, "pt", 0, 127, 0),
      .channels = (uint8_t)number(p, "channels", 1, 8, 1),
      .clock_hz = (uint32_t)number(p, "clock", 1000, 384000, 8000),
      .name = member(p, "name", a),
      .fmtp = member(p, "fmtp", a),
  };
}

enum err spool_leg_unpack(struct sv body, struct arena *a, struct spool_leg *out) {
  AUTO(json_ref) json_t *j = NULL;
  if (!body.n || (uint8_t)body.p[0] >= SPOOL_LEGS)
    return fail(E_BAD_DATA, "a leg without an index");
  TRY(parse(sv_from(body, 1), &j));
  struct spool_leg l = {
      .leg = (uint8_t)body.p[0],
      .party = (int)number(j, "party", 0, SPOOL_PARTIES - 1, -1),
      .ptime_ms = (int)number(j, "ptime", 1, 1000, 0),
      .label = member(j, "label", a),
      .side = member(j, "side", a),
  };
  size_t i;
  const json_t *p;
  json_array_foreach(json_object_get(j, "pts"), i, p) {
    if (l.n_payloads == SPOOL_PAYLOADS) break;
    l.payloads[l.n_payloads++] = payload_of(p, a);
  }
  *out = l;
  return OK;
}

enum err spool_mark_unpack(struct sv body, struct arena *a, struct spool_mark *out) {
  AUTO(json_ref) json_t *j = NULL;
  TRY(parse(body, &j));
  struct spool_mark m = {
      .kind = member(j, "kind", a),
      .leg = (int)number(j, "leg", 0, SPOOL_LEGS - 1, -1),
      .at_us = number(j, "at_us", 0, INT64_MAX, 0),
      .detail = member(j, "detail", a),
      .name = member(j, "name", a),
  };
  if (!m.kind) return fail(E_BAD_DATA, "a mark without a kind");
  *out = m;
  return OK;
}

enum err spool_ending_unpack(struct sv body, struct arena *a, struct spool_ending *out) {
  AUTO(json_ref) json_t *j = NULL;
  TRY(parse(body, &j));
  struct spool_ending e = {
      .reason = member(j, "reason", a),
      .at_us = number(j, "at_us", 0, INT64_MAX, 0),
  };
  if (!e.reason) return fail(E_BAD_DATA, "an ending without a reason");
  *out = e;
  return OK;
}

// ---- as it came ---------------------------------------------------------------------------------

enum err spool_said_pack(const struct spool_said *s, struct buf *out) {
  if (s->text.n > SPOOL_SAID_MOST) return fail(E_TOO_BIG, "a piece of %zu bytes", s->text.n);
  buf_add_char(out, (char)s->kind);
  buf_add_char(out, (char)s->more);
  buf_add_sv(out, s->text);
  return buf_check(out);
}

enum err spool_said_unpack(struct sv body, struct spool_said *out) {
  if (body.n < SPOOL_SAID_HEAD || (uint8_t)body.p[1] > 1)
    return fail(E_BAD_DATA, "what was said has no head");
  *out = (struct spool_said){(uint8_t)body.p[0], body.p[1] == 1, sv_from(body, SPOOL_SAID_HEAD)};
  return OK;
}

// ---- packets ------------------------------------------------------------------------------------

size_t spool_packet_pack(const struct spool_packet *p, uint8_t *to) {
  uint32_t offset = (uint32_t)p->offset_us;
  to[0] = p->leg;
  to[1] = p->flags;
  for (int i = 0; i < 4; i++) to[2 + i] = (uint8_t)(offset >> 8 * i);
  to[6] = (uint8_t)p->bytes.n;
  to[7] = (uint8_t)(p->bytes.n >> 8);
  if (p->bytes.n) memcpy(to + SPOOL_PACKET_HEAD, p->bytes.p, p->bytes.n);
  return SPOOL_PACKET_HEAD + p->bytes.n;
}

enum err spool_packet_next(struct sv *rest, struct spool_packet *out) {
  if (!rest->n) return E_END;
  const uint8_t *p = (const uint8_t *)rest->p;
  if (rest->n < SPOOL_PACKET_HEAD) return fail(E_BAD_DATA, "a batch is cut in a packet's head");
  uint32_t offset = 0;
  for (int i = 3; i >= 0; i--) offset = offset << 8 | p[2 + i];
  size_t n = (size_t)p[6] | (size_t)p[7] << 8;
  if (rest->n - SPOOL_PACKET_HEAD < n) return fail(E_BAD_DATA, "a batch is cut in a packet");
  *out = (struct spool_packet){
      .leg = p[0],
      .flags = p[1],
      .offset_us = (int32_t)offset,
      .bytes = sv_first(sv_from(*rest, SPOOL_PACKET_HEAD), n),
  };
  *rest = sv_from(*rest, SPOOL_PACKET_HEAD + n);
  return OK;
}
