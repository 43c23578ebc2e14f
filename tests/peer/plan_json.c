// SPDX-License-Identifier: Apache-2.0
// Reads a scenario. Every word is in README.md; an unknown one is refused, so that a typing error
// in a test does not silently test nothing.
#include <jansson.h>
#include <math.h>

#include "tests/peer/plan.h"

enum { ARENA_CAP = 64 << 20 };

static MUST_CHECK enum err only_words(const json_t *o, const char *what, const char *const *words) {
  const char *key;
  json_t *v;
  json_object_foreach((json_t *)(uintptr_t)o, key, v) {
    bool known = false;
    for (const char *const *w = words; *w && !known; w++) known = !strcmp(*w, key);
    if (!known) return fail(E_BAD_INPUT, "%s has no \"%s\"", what, key);
  }
  return OK;
}

static double number_of(const json_t *o, const char *key, double otherwise) {
  const json_t *v = json_object_get(o, key);
  return json_is_number(v) ? json_number_value(v) : otherwise;
}

static int64_t us_of(const json_t *o, const char *key, double otherwise_s) {
  return llround(number_of(o, key, otherwise_s) * 1e6);
}

static const char *text_of(struct arena *a, const json_t *o, const char *key, const char *other) {
  const char *s = json_string_value(json_object_get(o, key));
  return s ? arena_strdup(a, s) : other;
}

static MUST_CHECK enum err read_sound(struct arena *a, const json_t *o, struct sound *s) {
  static const char *const words[] = {"wav",  "at",   "to",    "gain_db", "click_every",
                                      "tone", "turn", "noise", "speech",  NULL};
  TRY(only_words(o, "a sound", words));
  bool voice = json_object_get(o, "speech") || json_object_get(o, "noise");
  *s = (struct sound){.from_us = us_of(o, "at", 0),
                      .to_us = us_of(o, "to", 0),
                      .turn = (int)number_of(o, "turn", -1),
                      .gain = pow(10, number_of(o, "gain_db", voice ? -22 : 0) / 20)};
  if (json_object_get(o, "wav")) {
    s->kind = SOUND_WAV;
    s->wav = text_of(a, o, "wav", NULL);
  } else if (json_object_get(o, "click_every")) {
    s->kind = SOUND_CLICK;
    s->every_us = us_of(o, "click_every", 1);
  } else if (json_object_get(o, "tone")) {
    s->kind = SOUND_TONE;
    s->hz = number_of(o, "tone", 440);
  } else if (json_object_get(o, "speech")) {
    s->kind = SOUND_SPEECH;
    s->seed = (uint64_t)number_of(o, "speech", 1);
  } else if (json_object_get(o, "noise")) {
    s->kind = SOUND_NOISE;
    s->seed = (uint64_t)number_of(o, "noise", 1);
  } else {
    return fail(E_BAD_INPUT, "a sound is wav, click_every, tone, speech or noise");
  }
  return OK;
}

static MUST_CHECK enum err read_sounds(struct arena *a, const json_t *list, struct leg_plan *leg) {
  struct sound *s = arena_array(a, json_array_size(list) + 1, struct sound);
  for (size_t i = 0; i < json_array_size(list); i++)
    TRY(read_sound(a, json_array_get(list, i), &s[i]));
  leg->sounds = s;
  leg->n_sounds = json_array_size(list);
  return OK;
}

static MUST_CHECK enum err read_coding(struct arena *a, const json_t *o, struct leg_plan *leg) {
  static const char *const words[] = {"from", "codec", "ptime", "new_ssrc", NULL};
  const json_t *list = json_object_get(o, "codec");
  size_t n = json_is_array(list) ? json_array_size(list) : 1;
  struct coding *c = arena_array(a, n, struct coding);
  int ptime = (int)number_of(o, "ptime", 20);
  c[0] = (struct coding){INT64_MIN, text_of(a, o, "codec", "PCMA"), ptime, false};
  for (size_t i = 0; i < n && json_is_array(list); i++) {
    const json_t *one = json_array_get(list, i);
    TRY(only_words(one, "a coding", words));
    c[i] = (struct coding){.from_us = i ? us_of(one, "from", 0) : INT64_MIN,
                           .codec = text_of(a, one, "codec", "PCMA"),
                           .ptime_ms = (int)number_of(one, "ptime", ptime),
                           .new_ssrc = json_is_true(json_object_get(one, "new_ssrc"))};
  }
  for (size_t i = 0; i < n; i++)
    if (c[i].ptime_ms < 10 || c[i].ptime_ms > 60 || c[i].ptime_ms % 10)
      return fail(E_BAD_INPUT, "ptime is 10, 20, 30, 40, 50 or 60");
  leg->coding = c;
  leg->n_coding = n;
  return OK;
}

static void read_stretches(struct arena *a, const json_t *list, struct leg_plan *leg) {
  struct stretch *s = arena_array(a, json_array_size(list) + 1, struct stretch);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *o = json_array_get(list, i);
    const char *how = json_string_value(json_object_get(o, "how"));
    s[i] = (struct stretch){how && !strcmp(how, "stopped") ? STRETCH_STOPPED : STRETCH_LOST,
                            us_of(o, "from", 0), us_of(o, "to", 0)};
  }
  leg->stretches = s;
  leg->n_stretches = json_array_size(list);
}

static void read_digits(struct arena *a, const json_t *list, struct leg_plan *leg) {
  struct digits *d = arena_array(a, json_array_size(list) + 1, struct digits);
  for (size_t i = 0; i < json_array_size(list); i++) {
    const json_t *o = json_array_get(list, i);
    d[i] = (struct digits){us_of(o, "at", 0), text_of(a, o, "digits", "1")};
  }
  leg->digits = d;
  leg->n_digits = json_array_size(list);
}

static MUST_CHECK enum err read_side(struct arena *a, const json_t *o, struct party *party,
                                     struct leg_plan *leg) {
  static const char *const words[] = {"number", "name",    "host", "sip_port", "codec", "ptime",
                                      "start",  "end",     "ppm",  "loss",     "dup",   "cn",
                                      "rtcp",   "reorder", "fec",  "bitrate",  "dtx",   "jitter_ms",
                                      "port",   "sounds",  "dtmf", "missing",  NULL};
  TRY(only_words(o, "a side", words));
  *party =
      (struct party){text_of(a, o, "number", party->number), text_of(a, o, "name", ""),
                     text_of(a, o, "host", party->host), (uint16_t)number_of(o, "sip_port", 5060)};
  leg->start_us = us_of(o, "start", 0);
  leg->end_us = us_of(o, "end", 0);
  leg->ppm = number_of(o, "ppm", 0);
  leg->loss = number_of(o, "loss", 0);
  leg->duplicate = number_of(o, "dup", 0);
  leg->reorder = number_of(o, "reorder", 0);
  leg->jitter_us = llround(number_of(o, "jitter_ms", 0) * 1000);
  leg->comfort_noise = json_is_true(json_object_get(o, "cn"));
  leg->reports = json_is_true(json_object_get(o, "rtcp"));
  leg->fec = json_is_true(json_object_get(o, "fec"));
  leg->dtx = json_is_true(json_object_get(o, "dtx"));
  leg->bitrate = (int)number_of(o, "bitrate", 24000);
  leg->port = (uint16_t)number_of(o, "port", leg->port);
  read_stretches(a, json_object_get(o, "missing"), leg);
  read_digits(a, json_object_get(o, "dtmf"), leg);
  TRY(read_coding(a, o, leg));
  return read_sounds(a, json_object_get(o, "sounds"), leg);
}

static MUST_CHECK enum err read_change(struct arena *a, const json_t *o, struct change *c) {
  static const char *const words[] = {"hold",   "resume", "codec", "party", "refer",
                                      "record", "name",   "at",    "by",    NULL};
  TRY(only_words(o, "a change", words));
  const char *by = json_string_value(json_object_get(o, "by"));
  *c = (struct change){.at_us = us_of(o, "at", 0),
                       .by = by && !strcmp(by, "caller") ? 0 : 1,
                       .name = text_of(a, o, "name", "")};
  if ((c->how = text_of(a, o, "hold", NULL)))
    c->kind = CHANGE_HOLD;
  else if ((c->how = text_of(a, o, "record", NULL)))
    c->kind = CHANGE_RECORD;
  else if (json_object_get(o, "resume"))
    c->kind = CHANGE_RESUME;
  else if (json_object_get(o, "codec"))
    c->kind = CHANGE_CODEC;
  else if ((c->number = text_of(a, o, "party", NULL)))
    c->kind = CHANGE_PARTY;
  else if ((c->number = text_of(a, o, "refer", NULL)))
    c->kind = CHANGE_REFER;
  else
    return fail(E_BAD_INPUT, "a change is hold, resume, codec, party, refer or record");
  return OK;
}

static MUST_CHECK enum err read_changes(struct arena *a, const json_t *list, struct call_plan *c) {
  struct change *out = arena_array(a, json_array_size(list) + 1, struct change);
  for (size_t i = 0; i < json_array_size(list); i++)
    TRY(read_change(a, json_array_get(list, i), &out[i]));
  c->changes = out;
  c->n_changes = json_array_size(list);
  return OK;
}

// "2026-11-20T09:14:05Z" on the wall clock, or seconds after the scenario's zero.
static MUST_CHECK enum err read_at(const json_t *v, int64_t zero_us, int64_t *out) {
  if (!json_is_string(v)) {
    *out = zero_us + (v ? llround(json_number_value(v) * 1e6) : 0);
    return OK;
  }
  struct tm tm = {0};
  const char *end = strptime(json_string_value(v), "%Y-%m-%dT%H:%M:%SZ", &tm);
  if (!end || *end) return fail(E_BAD_INPUT, "\"at\" is seconds or 2026-11-20T09:14:05Z");
  *out = (int64_t)timegm(&tm) * 1000000;
  return OK;
}

static const char *read_headers(struct arena *a, const json_t *list) {
  const char *all = "";
  for (size_t i = 0; i < json_array_size(list); i++) {
    const char *line = json_string_value(json_array_get(list, i));
    if (line) all = arena_printf(a, "%s%s\r\n", all, line);
  }
  return all;
}

static enum call_end end_of(const json_t *o) {
  static const char *const names[] = {"bye", "cancel", "refused", "none"};
  const char *end = json_string_value(json_object_get(o, "end"));
  for (size_t i = 0; end && i < countof(names); i++)
    if (!strcmp(names[i], end)) return (enum call_end)i;
  return END_BYE;
}

static MUST_CHECK enum err read_call(struct arena *a, const json_t *o, int64_t zero_us, int i,
                                     struct call_plan *c) {
  static const char *const words[] = {"at",     "id",     "headers", "ring",    "length",
                                      "early",  "end",    "end_by",  "code",    "seed",
                                      "caller", "callee", "what",    "changes", NULL};
  TRY(only_words(o, "a call", words));
  const char *end_by = json_string_value(json_object_get(o, "end_by"));
  *c = (struct call_plan){.id = text_of(a, o, "id", NULL),
                          .headers = read_headers(a, json_object_get(o, "headers")),
                          .ring_us = us_of(o, "ring", 0.2),
                          .length_us = us_of(o, "length", 10),
                          .early = json_is_true(json_object_get(o, "early")),
                          .end = end_of(o),
                          .end_by = end_by && !strcmp(end_by, "callee") ? 1 : 0,
                          .refuse_code = (int)number_of(o, "code", 486),
                          .seed = (uint64_t)number_of(o, "seed", i + 1)};
  TRY(read_at(json_object_get(o, "at"), zero_us, &c->invite_us));
  for (int side = 0; side < 2; side++) {
    c->party[side] =
        (struct party){.number = side ? "1001" : "0701740605",
                       .host = arena_printf(a, "10.%d.%d.%d", side, i / 250, 1 + i % 250)};
    c->leg[side].port = (uint16_t)(20000 + (i % 10000) * 4 + side * 2);
    TRY(read_side(a, json_object_get(o, side ? "callee" : "caller"), &c->party[side],
                  &c->leg[side]));
  }
  return read_changes(a, json_object_get(o, "changes"), c);
}

typedef json_t *tree;
static void tree_drop(tree *t) { json_decref(*t); }

enum err plan_read(const char *path, int64_t start_us, struct plan *out) {
  json_error_t e;
  AUTO(tree) tree root = json_load_file(path, JSON_REJECT_DUPLICATES, &e);
  if (!root) return fail(E_BAD_DATA, "%s line %d: %s", path, e.line, e.text);
  const json_t *calls = json_object_get(root, "calls");
  if (!json_is_array(calls)) return fail(E_BAD_DATA, "%s: \"calls\" is no list", path);
  arena_init(&out->arena, ARENA_CAP);
  out->n = json_array_size(calls);
  out->calls = arena_array(&out->arena, out->n + 1, struct call_plan);
  for (size_t i = 0; i < out->n; i++) {
    enum err rc =
        read_call(&out->arena, json_array_get(calls, i), start_us, (int)i, &out->calls[i]);
    if (rc) return rc;
  }
  return OK;
}
