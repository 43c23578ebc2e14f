// SPDX-License-Identifier: Apache-2.0
// The sources: is anything sent, both ways, readable, with sound? What the recorders told within
// the last seconds says it (medlyss run must be up), and the calls of the last day. Where neither
// says anything the answer is that it is not known.
#include "medlyss/check_sources.h"

#include <jansson.h>

#include "centre/programs.h"
#include "core/clock.h"
#include "gen/sql/health.h"

enum { QUIET_MS = 60000, ROOM = 8 << 20, HEARD_MOST = 500 };

static json_int_t number(const json_t *state, const char *key) {
  return json_integer_value(json_object_get(state, key));
}

// ---- the mirrored port
// ----------------------------------------------------------------------------

static void check_interface(struct answers *a, const json_t *heard, const char *name) {
  int64_t at_ms = json_integer_value(json_object_get(heard, name));
  answer(a, at_ms && clock_wall_ms() - at_ms < QUIET_MS,
         "look at the mirror (SPAN) in the switch: its target must be this interface's port, and "
         "the interface must be up",
         "packets come in at %s", name);
}

static void check_interfaces(struct answers *a, const struct house *h, const json_t *state) {
  char name[64];
  for (struct sv rest = sv_of(h->settings.interfaces), w; rest.n;) {
    w = sv_trim(sv_cut(&rest, ','));
    snprintf(name, sizeof name, SV_FMT, SV_ARG(w));
    if (w.n) check_interface(a, json_object_get(state, "heard"), name);
  }
}

static void check_readable(struct answers *a, const json_t *state) {
  const char *word;
  json_t *n;
  bool any = false;
  json_object_foreach(json_object_get(state, "unread"), word, n) {
    any = true;
    answer(a, json_integer_value(n) * 100 < number(state, "frames"),
           "mirror the port behind the tunnel or the encryption, where SIP and RTP are plain; the "
           "page Inspelningen names each kind",
           "%" JSON_INTEGER_FORMAT " frames could not be read: %s", json_integer_value(n), word);
  }
  if (!any && number(state, "frames"))
    answer(a, true, "", "no tunnel and no encryption is in the way");
}

static void check_capture(struct answers *a, const struct house *h, const json_t *state) {
  check_interfaces(a, h, state);
  check_readable(a, state);
  if (!number(state, "calls")) {
    answer_note("whether SIP and sound are both seen is not known: no call since the recorder "
                "began; ring a test call and ask again");
    return;
  }
  answer(a, number(state, "packets") > 0,
         "SIP is mirrored and RTP is not: mirror the port of the media too (the phones' or the "
         "media proxy's), or connect the SBC by SIPREC",
         "calls were seen, and their sound");
}

// ---- recording clients
// ----------------------------------------------------------------------------

static void check_siprec(struct answers *a, const struct house *h, const json_t *state) {
  json_int_t strangers = number(state, "strangers");
  const json_t *heard = json_object_get(state, "heard");
  if (strangers)
    answer(a, false, "name their addresses in siprec_peers, if they are your SBC's",
           "%" JSON_INTEGER_FORMAT " messages came from addresses that are not let in", strangers);
  answer(a, json_object_size(heard) > 0,
         "let the SBC send OPTIONS or a test call here; open the firewall for siprec_listen and "
         "siprec_ports; behind NAT set siprec_address",
         "a recording client has reached %s", h->settings.siprec_listen);
}

// ---- the last day's calls
// ---------------------------------------------------------------------------

static enum err check_calls(struct answers *a, struct house *h, struct arena *arena) {
  struct recorded_by_day_row *r;
  size_t n;
  int64_t now_ms = clock_wall_ms(), recorded = 0, one_sided = 0, silent = 0;
  struct recorded_by_day ask = {now_ms - 24 * 3600 * INT64_C(1000), now_ms};
  TRY(sql_recorded_by_day(h->db, arena, &ask, &r, &n));
  for (size_t i = 0; i < n; i++) {
    if (strcmp(r[i].source, "live") && strcmp(r[i].source, "siprec")) continue;
    recorded += r[i].recorded;
    one_sided += r[i].one_sided;
    silent += r[i].seen - r[i].unanswered - r[i].chosen - r[i].recorded;
  }
  if (!recorded && !silent)
    return answer_note("whether both sides are heard is not known: no call in the last day"), OK;
  answer(a, one_sided * 20 <= recorded,
         "the interface sees one direction only: mirror both (rx and tx), or both ports",
         "of %" PRId64 " calls in the last day %" PRId64 " have one side only", recorded,
         one_sided);
  answer(a, silent == 0, "ring one of those numbers and look where its RTP goes: not past here",
         "%" PRId64 " answered calls in the last day have no sound", silent);
  return OK;
}

// ---- all
// ------------------------------------------------------------------------------------------

static void check_program(struct answers *a, const struct house *h, const struct program_sign *p) {
  bool capture = !strcmp(p->program, "capture"), siprec = !strcmp(p->program, "siprec");
  if (!capture && !siprec) return;
  if (!p->heard) {
    answer_note("what comes to %s is not known: it does not run; start it (medlyss run) and ask "
                "again",
                capture ? "the mirrored port" : "the recording server");
    return;
  }
  json_t *state = json_loads(p->state, JSON_REJECT_DUPLICATES, NULL);
  if (capture)
    check_capture(a, h, state);
  else
    check_siprec(a, h, state);
  json_decref(state);
}

enum err check_sources(struct answers *a, struct house *h) {
  AUTO(arena) struct arena arena;
  struct program_sign *p;
  size_t n;
  arena_init(&arena, ROOM);
  TRY(programs_read(h->db, &h->settings, &arena, &p, &n));
  for (size_t i = 0; i < n; i++) check_program(a, h, &p[i]);
  return check_calls(a, h, &arena);
}
