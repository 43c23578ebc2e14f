// SPDX-License-Identifier: Apache-2.0
// First who speaks in each line, then which side that is. Where two proofs disagree the stronger
// one decides for every line, so that two lines never end on one side by halves of two reasons.
#include "recorder/siprec/who.h"

#include "recorder/siprec/offer.h"

// ---- names -------------------------------------------------------------------------------------

void voices_address(struct sv aor, char out[WHO_ADDRESS]) { // "sip:x@h;y", "x@h", "tel:+46…"
  char room[METADATA_AOR + 8];
  struct sip_name name;
  size_t colon;
  out[0] = '\0';
  aor = sv_trim(aor);
  if (!aor.n || aor.n >= METADATA_AOR) return;
  bool scheme =
      sv_find(aor, ':', &colon) && (sv_istarts(aor, SV("sip")) || sv_istarts(aor, SV("tel")));
  bool at = sv_has(aor, SV("@"));
  snprintf(room, sizeof room, "%s" SV_FMT,
           scheme || sv_has(aor, SV("<")) ? ""
           : at                           ? "sip:"
                                          : "tel:",
           SV_ARG(aor));
  if (sip_name_parse(sv_of(room), &name)) who_address(&name, out);
}

static bool same_user(const char *address, struct sv user) {
  struct sv rest = sv_of(address), own = sv_cut(&rest, '@');
  return own.n && user.n && sv_eq(own, user);
}

static void voice_is(struct voice *v, struct sv aor, struct sv name) {
  voices_address(aor, v->address);
  snprintf(v->name, sizeof v->name, SV_FMT, (int)sv_letters(name, sizeof v->name - 1).n, name.p);
}

// ---- who speaks: the metadata ------------------------------------------------------------------

static bool is_audio(const struct voices_ask *ask, size_t line) {
  return offer_speaks(&ask->sdp->media[line]);
}

static size_t audio_lines(const struct voices_ask *ask, size_t before) {
  size_t n = 0;
  for (size_t i = 0; i < before; i++) n += is_audio(ask, i);
  return n;
}

static bool is_said_before(const struct voices_ask *ask, size_t line, struct sv label) {
  for (size_t i = 0; i < line; i++)
    if (is_audio(ask, i) && sv_eq(ask->sdp->media[i].label, label)) return true;
  return false;
}

// By the label; where the lines have none, the nth line is the nth stream. A label that two lines
// have is the first one's.
int voices_stream(const struct voices_ask *ask, size_t line) {
  struct sv label = ask->sdp->media[line].label;
  if (label.n && is_said_before(ask, line, label)) return -1;
  if (label.n) return metadata_labelled(ask->metadata, label);
  size_t nth = audio_lines(ask, line), seen = 0;
  for (size_t i = 0; i < ask->metadata->n_streams; i++)
    if (ask->metadata->stream[i].told && !ask->metadata->stream[i].gone && seen++ == nth)
      return (int)i;
  return -1;
}

static size_t present(const struct metadata *m, size_t nth, int *out) { // who has not left
  size_t n = 0;
  *out = -1;
  for (size_t i = 0; i < m->n_participants; i++)
    if (!m->participant[i].gone && (m->participant[i].told || m->participant[i].aor[0])) {
      if (n == nth) *out = (int)i;
      n++;
    }
  return n;
}

static size_t senders(const struct metadata *m, int stream, int *out) {
  size_t n = 0;
  for (size_t i = 0; stream >= 0 && i < m->n_participants; i++)
    if (!m->participant[i].gone && m->participant[i].sends >> stream & 1) {
      *out = (int)i;
      n++;
    }
  return n;
}

static void by_metadata(const struct voices_ask *ask, struct voices *out, bool *any_sender) {
  const struct metadata *m = ask->metadata;
  for (size_t i = 0; i < out->n; i++) {
    struct voice *v = &out->voice[i];
    int stream = voices_stream(ask, i), who = -1;
    size_t n = senders(m, stream, &who);
    *any_sender |= n > 0;
    if (n == 1) v->participant = who;
    if (n > 1 || (stream >= 0 && m->stream[stream].mixed)) {
      v->participant = -1;
      v->side = VOICE_BOTH;
      v->proof = VOICE_BY_VENDOR;
    }
  }
}

static bool speaks_elsewhere(const struct voices *v, int participant) {
  for (size_t i = 0; i < v->n; i++)
    if (v->voice[i].participant == participant) return true;
  return false;
}

// What no association says: the one line left is the one participant's that is left; and where none
// says anything, participants come in the order of the lines.
static void by_what_is_left(const struct voices_ask *ask, struct voices *out, bool any_sender) {
  size_t lines = audio_lines(ask, out->n);
  int who;
  size_t people = present(ask->metadata, 0, &who);
  for (size_t i = 0; i < out->n && people; i++) {
    struct voice *v = &out->voice[i];
    if (!is_audio(ask, i) || v->participant >= 0 || v->side == VOICE_BOTH) continue;
    if (lines == 1 && people > 1) {
      v->side = VOICE_BOTH;
      v->proof = VOICE_BY_VENDOR;
    }
    if (people != lines) continue;
    if (!any_sender) {
      (void)present(ask->metadata, audio_lines(ask, i), &v->participant);
      continue;
    }
    int left = -1;
    size_t n_left = 0;
    for (size_t p = 0; p < people; p++) {
      (void)present(ask->metadata, p, &who);
      if (speaks_elsewhere(out, who)) continue;
      left = who;
      n_left++;
    }
    if (n_left == 1) v->participant = left;
  }
}

static void metadata_names(const struct voices_ask *ask, struct voices *out) {
  bool any_sender = false;
  by_metadata(ask, out, &any_sender);
  by_what_is_left(ask, out, any_sender);
  for (size_t i = 0; i < out->n; i++) {
    struct voice *v = &out->voice[i];
    if (v->participant < 0) continue;
    const struct metadata_participant *p = &ask->metadata->participant[v->participant];
    voice_is(v, sv_of(p->aor), sv_of(p->name));
    v->caller = p->end == METADATA_CALLING;
  }
}

// ---- who speaks: headers -----------------------------------------------------------------------

static struct sv parameter(struct sv value,
                           struct sv name) { // of ";name=value;…", quotes taken off
  while (value.n) {
    struct sv one = sv_cut(&value, ';'), key = sv_trim(sv_cut(&one, '='));
    if (!sv_ieq(key, name)) continue;
    one = sv_trim(one);
    if (one.n > 1 && one.p[0] == '"') one = (struct sv){one.p + 1, one.n - 2};
    return one;
  }
  return (struct sv){0};
}

static bool flagged(struct sv value, struct sv name) {
  while (value.n) {
    struct sv one = sv_cut(&value, ';');
    if (sv_ieq(sv_trim(one), name)) return true;
  }
  return false;
}

// CUBE, network-based recording: X-Cisco-Recording-Participant: <sip:1001@h>;media-index="0"
static void cisco_participants(const struct voices_ask *ask, struct voices *out) {
  for (size_t nth = 0; nth < VOICES_MAX; nth++) {
    struct sv value = sip_header_at(ask->invite, SV("X-Cisco-Recording-Participant"), nth);
    struct sip_name name;
    uint64_t line;
    if (!value.n) return;
    if (!sv_is_u64(parameter(value, SV("media-index")), VOICES_MAX - 1, &line)) line = nth;
    if (line >= out->n || out->voice[line].address[0]) continue;
    if (sip_name_parse(value, &name)) voice_is(&out->voice[line], name.uri, name.display);
  }
}

// CUCM, a phone's own fork: two dialogs, each of one voice, and From says of which.
static bool cucm_ends(const struct voices_ask *ask, struct voices *out) {
  struct sv from = ask->invite->from.uri;
  bool near = flagged(from, SV("x-nearend")), far = flagged(from, SV("x-farend"));
  if (near == far || !out->n) return false;
  struct sv address = near ? ask->invite->from.uri : parameter(from, SV("x-farendaddr"));
  for (size_t i = 0; i < out->n; i++) {
    struct voice *v = &out->voice[i];
    if (!v->address[0]) voice_is(v, address, near ? ask->invite->from.display : (struct sv){0});
    v->ours = near;
    v->side = near ? VOICE_AGENT : VOICE_CUSTOMER;
    v->proof = VOICE_BY_VENDOR;
  }
  return true;
}

static bool caller_is(struct voices *out, const char *address) {
  struct sv rest = sv_of(address), user = sv_cut(&rest, '@');
  for (size_t i = 0; i < out->n; i++) {
    if (!same_user(out->voice[i].address, user)) continue;
    out->voice[i].caller = true;
    return true;
  }
  return false;
}

static void caller_by_headers(const struct voices_ask *ask, struct voices *out) {
  struct who_list calls;
  who_calls(ask->invite, &calls);
  const struct metadata *m = ask->metadata; // beside it, From is the client's own name
  bool known = m && (m->n_sessions || m->n_participants || m->n_streams);
  for (size_t i = 0; i < out->n; i++) known |= out->voice[i].caller || out->voice[i].address[0];
  if (!known && out->n > 1 && calls.n) { // without metadata the first line is the caller's
    snprintf(out->voice[0].address, WHO_ADDRESS, "%s", calls.who[0].address);
    snprintf(out->voice[0].name, METADATA_NAME, "%s", calls.who[0].name);
    out->voice[0].caller = out->voice[0].guessed = true;
    return;
  }
  for (size_t i = 0; i < out->n; i++)
    if (out->voice[i].caller) return;
  for (size_t c = 0; c < calls.n; c++)
    if (caller_is(out, calls.who[c].address)) return;
}

// A vendor's copy of the call's own From; else whoever the client tells of first: nearly all name
// the caller before the called, on whichever line he speaks.
static void caller_by_metadata(const struct voices_ask *ask, struct voices *out) {
  static const char *const names[] = {"fromhdr", "from", "ani", "callingnumber"};
  const struct metadata *m = ask->metadata;
  for (size_t i = 0; i < out->n; i++)
    if (out->voice[i].caller) return;
  for (size_t e = 0; e < m->n_extras; e++)
    for (size_t i = 0; i < countof(names); i++) {
      char address[WHO_ADDRESS];
      if (!sv_ieq(sv_of(m->extra[e].name), sv_of(names[i]))) continue;
      voices_address(sv_of(m->extra[e].value), address);
      if (caller_is(out, address)) return;
    }
  for (size_t i = 0; i < out->n; i++)
    out->voice[i].caller = out->voice[i].participant == 0 && m->n_participants > 1;
}

// ---- sides -------------------------------------------------------------------------------------

static bool undecided(const struct voices_ask *ask, const struct voices *out, size_t i) {
  return is_audio(ask, i) && out->voice[i].side != VOICE_BOTH;
}

static bool own(const struct voices_ask *ask, const struct voice *v) {
  struct sv rest = sv_of(v->address), user = sv_cut(&rest, '@');
  return v->address[0] && ask->is_own &&
         (ask->is_own(ask->ctx, sv_of(v->address)) || ask->is_own(ask->ctx, user));
}

static enum metadata_role role_of(const struct voices_ask *ask, const struct voice *v) {
  if (!ask->metadata || v->participant < 0) return METADATA_ROLE_UNSAID;
  return ask->metadata->participant[v->participant].role;
}

// Decides when it tells the lines apart: some are the house's and some are not.
static bool sides_by_directory(const struct voices_ask *ask, struct voices *out) {
  size_t mine = 0, all = 0;
  for (size_t i = 0; i < out->n; i++) {
    if (!undecided(ask, out, i)) continue;
    all++;
    mine += own(ask, &out->voice[i]);
  }
  if (!mine || (mine == all && all > 1)) return false;
  for (size_t i = 0; i < out->n; i++) {
    struct voice *v = &out->voice[i];
    if (!undecided(ask, out, i)) continue;
    bool agent = own(ask, v) || role_of(ask, v) == METADATA_AGENT;
    v->side = agent ? VOICE_AGENT : VOICE_CUSTOMER;
    v->proof = VOICE_BY_DIRECTORY;
  }
  return true;
}

static bool sides_by_role(const struct voices_ask *ask, struct voices *out) {
  bool any = false;
  for (size_t i = 0; i < out->n && ask->metadata; i++) {
    struct voice *v = &out->voice[i];
    enum metadata_role role = role_of(ask, v);
    if (!undecided(ask, out, i) || !role) continue;
    v->side = role == METADATA_AGENT ? VOICE_AGENT : VOICE_CUSTOMER;
    v->proof = VOICE_BY_VENDOR;
    any = true;
  }
  return any;
}

// The caller is the customer; where nobody says who called, the first line is the caller's.
static void sides_by_order(const struct voices_ask *ask, struct voices *out) {
  bool caller = false;
  bool vendor = false; // the vendor's element says who called
  for (size_t i = 0; i < out->n; i++) caller |= out->voice[i].caller;
  for (size_t i = 0; i < out->n && ask->metadata; i++)
    vendor |= out->voice[i].participant >= 0 &&
              ask->metadata->participant[out->voice[i].participant].end != METADATA_END_UNSAID;
  size_t lines = audio_lines(ask, out->n);
  bool seated = false; // one agent: of several others the first
  for (size_t i = 0; i < out->n; i++) {
    struct voice *v = &out->voice[i];
    if (!undecided(ask, out, i)) continue;
    bool calls = caller ? v->caller : audio_lines(ask, i) == 0;
    v->side = lines > 1 && !calls && !seated ? VOICE_AGENT : VOICE_CUSTOMER;
    v->proof = vendor ? VOICE_BY_VENDOR : VOICE_BY_ORDER;
    seated |= v->side == VOICE_AGENT;
  }
}

// One stream of everybody: the first two who take part, the house's own as the agent.
static void both_name(const struct voices_ask *ask, struct voice *v) {
  struct voice two[2] = {{0}, {0}};
  bool ours[2], rang[2] = {false, false};
  int who;
  for (size_t i = 0; i < 2; i++) {
    (void)present(ask->metadata, i, &who);
    if (who < 0) return;
    const struct metadata_participant *p = &ask->metadata->participant[who];
    voice_is(&two[i], sv_of(p->aor), sv_of(p->name));
    ours[i] = own(ask, &two[i]) || p->role == METADATA_AGENT;
    rang[i] = p->end == METADATA_CALLING;
  }
  size_t agent = ours[0] && !ours[1] ? 0 : 1;
  v->with_rang = rang[agent];
  memcpy(v->address, two[!agent].address, sizeof v->address);
  memcpy(v->name, two[!agent].name, sizeof v->name);
  memcpy(v->with, two[agent].address, sizeof v->with);
  memcpy(v->with_name, two[agent].name, sizeof v->with_name);
}

void voices_tell(const struct voices_ask *ask, struct voices *out) {
  *out = (struct voices){.n = ask->sdp->n_media};
  for (size_t i = 0; i < out->n; i++)
    out->voice[i] =
        (struct voice){.participant = -1, .side = VOICE_CUSTOMER, .proof = VOICE_BY_ORDER};
  if (ask->metadata) metadata_names(ask, out);
  if (ask->invite) cisco_participants(ask, out);
  if (ask->invite && cucm_ends(ask, out)) return;
  if (ask->invite) caller_by_headers(ask, out);
  if (ask->metadata) caller_by_metadata(ask, out);
  if (audio_lines(ask, out->n) == 1) // one voice whose owner nobody knows may be everybody's
    for (size_t i = 0; i < out->n; i++)
      if (is_audio(ask, i) && !out->voice[i].address[0] && out->voice[i].participant < 0)
        out->voice[i].side = VOICE_BOTH;
  if (!sides_by_directory(ask, out) && !sides_by_role(ask, out)) sides_by_order(ask, out);
  for (size_t i = 0; i < out->n; i++) {
    struct voice *v = &out->voice[i];
    v->ours = own(ask, v) || (v->side == VOICE_AGENT && v->proof != VOICE_BY_ORDER);
  }
  for (size_t i = 0; i < out->n && ask->metadata; i++)
    if (is_audio(ask, i) && out->voice[i].side == VOICE_BOTH && !out->voice[i].address[0])
      both_name(ask, &out->voice[i]);
}
