// SPDX-License-Identifier: Apache-2.0
// From a call that was read to the rows of commit.h.
#include "core/log.h"
#include "recorder/encode/call_record.h"

// ---- who ---------------------------------------------------------------------------------------

// The catalogue may have been away when the call came: asked again, it decides with what it knows.
enum err call_seats(struct call *c, struct db *db) {
  for (size_t i = 0; i < c->opening.n_parties && !c->seated; i++)
    TRY(seat_find(db, c->opening.parties[i].address, c->opening.started_us / 1000, &c->seats[i]));
  c->seated = true;
  for (size_t i = 0; i < c->n_transfers; i++)
    TRY(seat_find(db, c->transfers[i].address, c->transfers[i].at_us / 1000,
                  &c->transfers[i].seat));
  return OK;
}

// The caller: the first party on the caller's side.
static const struct spool_party *caller_of(const struct call *c, const struct sides *s) {
  for (size_t i = 0; i < TAKE_LEGS; i++) {
    bool there = i < 2 || c->legs[i].first_us;
    if (there && s->of_leg[i] == SIDE_CALLER && c->legs[i].party >= 0)
      return &c->opening.parties[c->legs[i].party];
  }
  return NULL;
}

// A telephone number without its domain; an address of letters whole.
static struct sv number_of(const char *address) {
  struct sv all = sv_of(address), user = all;
  size_t at;
  if (sv_find(all, '@', &at)) user = sv_first(all, at);
  for (size_t i = 0; i < user.n; i++)
    if (!strchr("+0123456789*#", user.p[i])) return all;
  return user.n ? user : all;
}

static bool is_nobody(const char *address) {
  static const char *const nobody[] = {"anonymous", "restricted", "unavailable", "private"};
  struct sv host = sv_of(address), user = sv_cut(&host, '@');
  if (sv_ieq(host, SV("anonymous.invalid"))) return true;
  for (size_t i = 0; i < countof(nobody); i++)
    if (sv_ieq(user, sv_of(nobody[i]))) return true;
  return false;
}

// Whoever withholds the number calls from anonymous.invalid (RFC 3323, 4.1.1.3); what the network
// knows all the same and hands on beside it (RFC 3325, 9.1) is not ours to keep.
static bool is_withheld(const struct call *c, int leg) {
  for (size_t i = 0; i < c->opening.n_parties; i++)
    if (c->opening.parties[i].leg == leg && is_nobody(c->opening.parties[i].address)) return true;
  return false;
}

static void caller_set(const struct call *c, const struct sides *s, struct commit *row) {
  const struct spool_party *p = caller_of(c, s);
  if (!p || c->erased || is_withheld(c, p->leg)) return;
  row->caller_number = number_of(p->address);
  row->caller_name = sv_of(p->name);
}

// ---- segments ----------------------------------------------------------------------------------

static int64_t in_call_ms(const struct commit *row, int64_t wall_us) {
  int64_t ms = wall_us / 1000 - row->started_ms;
  return ms < 0 ? 0 : ms > row->duration_ms ? row->duration_ms : ms;
}

static const char *decided_by(const struct sides *s, const struct seat *seat) {
  return seat->known ? seat->person.set ? "shift" : "directory" : s->decided_by;
}

static void segment_add(const struct call *c, const struct sides *s, size_t leg,
                        struct commit *row) {
  if (row->n_segments == COMMIT_SEGMENTS) return;
  struct commit_segment *seg = &row->segments[row->n_segments++];
  if (c->legs[leg].party >= 0) seg->seat = c->seats[c->legs[leg].party];
  seg->decided_by = decided_by(s, &seg->seat);
  seg->from_ms = in_call_ms(row, c->legs[leg].first_us);
  seg->to_ms = in_call_ms(row, c->legs[leg].last_us);
}

// Put through: the rest of that leg is another's, told apart by the address the PBX names.
static void transfer_add(const struct call *c, const struct sides *s, size_t i,
                         struct commit *row) {
  const struct call_transfer *x = &c->transfers[i];
  if (row->n_segments == COMMIT_SEGMENTS || s->of_leg[x->leg] != SIDE_AGENT) return;
  row->segments[row->n_segments++] = (struct commit_segment){
      .seat = x->seat, .from_ms = in_call_ms(row, x->at_us), .decided_by = decided_by(s, &x->seat)};
}

static int by_from(const void *a, const void *b) {
  const struct commit_segment *x = a, *y = b;
  return (x->from_ms > y->from_ms) - (x->from_ms < y->from_ms);
}

// One segment per voice on the agent's side, from its first packet to the next one's: together they
// cover the call. Without such a voice: the agent's leg as the sides have it.
static void segments_set(const struct call *c, const struct sides *s, struct commit *row) {
  for (size_t i = 0; i < TAKE_LEGS; i++)
    if (s->of_leg[i] == SIDE_AGENT && c->legs[i].first_us) segment_add(c, s, i, row);
  if (!row->n_segments) segment_add(c, s, (size_t)s->agent_leg, row);
  for (size_t i = 0; i < c->n_transfers; i++) transfer_add(c, s, i, row);
  qsort(row->segments, row->n_segments, sizeof row->segments[0], by_from);
  row->segments[0].from_ms = 0;
  for (size_t i = 1; i < row->n_segments; i++)
    row->segments[i - 1].to_ms = row->segments[i].from_ms;
  row->segments[row->n_segments - 1].to_ms = row->duration_ms;
}

// ---- the rows ----------------------------------------------------------------------------------

static const char *why_no_recording(const struct call *c) {
  if (c->erased) return "erased";
  if (!strcmp(c->end_reason, "cancelled")) return "cancelled";
  if (!strcmp(c->end_reason, "refused")) return "refused";
  if (c->ruled) return "rule";
  if (!strcmp(c->end_reason, "timeout") && !c->result) return "not_answered";
  return c->no_room ? "no_room" : c->encrypted ? "encrypted" : "no_media";
}

static void times_set(const struct call *c, struct commit *row) {
  if (!id_is_none(row->recording)) {
    row->started_ms = c->result->started_us / 1000;
    row->duration_ms = c->result->duration_ms;
    return;
  }
  int64_t from = c->opening.started_us ? c->opening.started_us : c->first_us;
  int64_t to = c->end_us ? c->end_us : c->last_us;
  row->started_ms = from / 1000;
  row->duration_ms = to > from ? (to - from) / 1000 : 0;
}

static void row_make(const struct call *c, struct commit *row) {
  struct sides s;
  call_sides(c, &s);
  *row = (struct commit){
      .interaction = c->interaction,
      .copy_of = c->copy_of,
      .instead = c->instead,
      .aside = c->spool_id,
      .source = c->opening.source ? c->opening.source : "live",
      .direction = s.direction,
      .end_reason = c->end_reason,
      .sound = c->result,
      .bytes = c->bytes,
      .acts = &c->acts,
      .end_unknown = !c->end_us,
      .swapped = s.of_leg[0] != c->sides.of_leg[0],
  };
  if (c->ruled) {
    row->rule = c->rule;
    row->rules_version = c->rules_version;
  }
  if (c->bytes)
    row->recording = c->recording;
  else
    row->no_recording = why_no_recording(c);
  times_set(c, row);
  caller_set(c, &s, row);
  segments_set(c, &s, row);
}

enum err call_swapped(struct call *c, struct db *db, bool *out) {
  struct sides s;
  TRY(call_seats(c, db));
  call_sides(c, &s);
  *out = s.of_leg[0] != c->sides.of_leg[0];
  return OK;
}

static void said_set(const struct call *c, struct commit_said said[CALL_SAID], struct commit *row) {
  for (size_t i = 0; i < c->n_said && !c->erased && !c->said_text.failed; i++)
    said[row->n_said++] =
        (struct commit_said){.is_ids = c->said[i].kind == SPOOL_SAID_IDS,
                             .at_ms = c->said[i].at_us / 1000,
                             .text = {c->said_text.p + c->said[i].from, c->said[i].n}};
  row->said = said;
}

static enum err write_rows(struct call *c, struct desk *d, struct db *db, struct commit_end *out) {
  struct commit row;
  struct commit_said said[CALL_SAID];
  TRY(call_seats(c, db));
  row_make(c, &row);
  said_set(c, said, &row);
  return commit_call(db, keystore_site(desk_keystore(d)), &row, out);
}

static uint64_t *counted_as(const struct call *c, struct desk *d, bool was_there) {
  if (was_there) return &d->told.known;
  if (c->instead) return &d->told.longer;
  return id_is_none(c->copy_of) ? &d->told.fresh : &d->told.beside;
}

enum err call_commit(struct call *c, struct desk *d, struct commit_end *out) {
  struct db *db = desk_catalogue(d);
  if (!db) return fail(E_BUSY, "the catalogue does not answer");
  enum err rc = write_rows(c, d, db, out);
  if (rc && rc != E_BUSY && !(rc == E_CONFLICT && c->instead)) desk_catalogue_failed(d);
  TRY(rc);
  char id[ID_TEXT];
  id_text(c->interaction, id);
  log_line(LOG_INFO, "call %s id=%s", out->was_there ? "was there already" : "sealed", id);
  d->n_committed += !out->was_there;
  ++*counted_as(c, d, out->was_there);
  return OK;
}
