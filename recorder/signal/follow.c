// SPDX-License-Identifier: Apache-2.0
#include "recorder/signal/follow.h"

#include "recorder/signal/dialog.h"

static const int64_t referred_us = 60 * 1000000LL;

static bool is_set(const uint8_t id[16]) {
  static const uint8_t none[16];
  return memcmp(id, none, 16) != 0;
}

static bool same_host(const struct endpoint *a, const struct endpoint *b) {
  return !memcmp(a->addr, b->addr, sizeof a->addr);
}

// Who calls without a name is not known by it.
static uint64_t person_key(const struct sip_name *name) {
  static const char *const nobody[] = {"anonymous", "unknown", "restricted", "unavailable",
                                       "private"};
  for (size_t i = 0; i < countof(nobody); i++)
    if (sv_ieq(name->user, sv_of(nobody[i]))) return 0;
  return dialog_user_key(name->uri);
}

// ---- what the messages say ---------------------------------------------------------------------

// A header of a URI (RFC 3261, 19.1.1), its escapes read.
static size_t uri_header(struct sv uri, struct sv name, char *room, size_t room_n) {
  size_t n = 0;
  sv_cut(&uri, '?');
  while (uri.n) {
    struct sv value = sv_cut(&uri, '&'), key = sv_cut(&value, '=');
    if (!sv_ieq(key, name)) continue;
    for (size_t i = 0; i < value.n && n + 1 < room_n; i++) {
      unsigned byte;
      char hex[3] = {0};
      bool escaped = value.p[i] == '%' && i + 2 < value.n;
      if (escaped) memcpy(hex, value.p + i + 1, 2);
      if (escaped && sscanf(hex, "%2x", &byte) == 1)
        i += 2;
      else
        byte = (unsigned char)value.p[i];
      room[n++] = (char)byte;
    }
    break;
  }
  return n;
}

void follow_refer(struct signal *s, struct dialog *d, int side) {
  struct sip_name target;
  char replaces[256];
  if (!sip_name_parse(sip_header(&s->sip, SV("Refer-To")), &target) || !target.user.n) return;
  d->referred = dialog_user_key(target.uri);
  d->referred_us = s->now_us;
  d->referred_by = (uint8_t)side;
  d->referrer = dialog_user_key(sip_header(&s->sip, SV("Referred-By")));
  memset(d->referred_replaces, 0, sizeof d->referred_replaces);
  struct sv r = {replaces, uri_header(target.uri, SV("Replaces"), replaces, sizeof replaces)};
  if (r.n) dialog_id_of(sv_trim(sv_cut(&r, ';')), d->referred_replaces);
}

struct replaces { // the header's value
  uint64_t to_tag, from_tag;
};

static struct replaces replaces_read(struct sv value, uint8_t id[16]) {
  struct replaces r = {0};
  if (!value.n) return r;
  dialog_id_of(sv_trim(sv_cut(&value, ';')), id);
  while (value.n) {
    struct sv one = sv_cut(&value, ';'), key = sv_trim(sv_cut(&one, '='));
    if (sv_ieq(key, SV("to-tag"))) r.to_tag = dialog_text_key(sv_trim(one));
    if (sv_ieq(key, SV("from-tag"))) r.from_tag = dialog_text_key(sv_trim(one));
  }
  return r;
}

// ---- which dialog ------------------------------------------------------------------------------

static struct dialog *replaced(const struct signal *s, const struct dialog *d, uint64_t tag) {
  uint64_t key;
  memcpy(&key, d->replaces, 8);
  struct dialog *u = is_set(d->replaces) ? slab_find(&s->dialogs, key | 1) : NULL;
  for (; u; u = slab_find_next(&s->dialogs, u)) {
    if (u == d || u->ended || u->recording || memcmp(u->id, d->replaces, 16)) continue;
    if (!tag || u->caller_tag == tag) return u;
  }
  return NULL;
}

struct dialog *signal_replaced(const struct signal *s, const struct dialog *d) {
  return replaced(s, d, 0);
}

// to-tag is the tag of who receives the INVITE, and stays; what was not answered yet can be
// replaced only at who rang (RFC 3891, 3), whatever order the tags are written in.
static bool by_replaces(const struct signal *s, const struct dialog *d, struct replaces r,
                        struct comes *out) {
  const struct dialog *u = NULL;
  if (r.to_tag) u = replaced(s, d, r.to_tag);
  bool caller = u && u->caller_tag == r.to_tag;
  if (!u && r.from_tag) u = replaced(s, d, r.from_tag);
  if (!u) return false;
  bool stays = caller || u->state != DIALOG_ANSWERED;
  *out = (struct comes){.by = COMES_BY_REPLACES,
                        .of = slab_ref(&s->dialogs, u),
                        .kept = stays ? SIGNAL_CALLER : SIGNAL_CALLEE,
                        .as = SIGNAL_CALLEE};
  return true;
}

static bool sits_at(const struct signal *s, const struct dialog *u, int side,
                    const struct endpoint *host) {
  for (const struct path *p = signal_path(s, u->first_path); p; p = signal_next_path(s, p))
    if (same_host(side == SIGNAL_CALLER ? &p->from : &p->to, host)) return true;
  return false;
}

static bool was_referred(const struct signal *s, const struct dialog *u) {
  return u->referred && !u->recording && s->now_us - u->referred_us < referred_us;
}

// Of two calls that ring the same person meanwhile only the one is meant: it is rung by who was
// asked, for the same caller, or at the word of who asked.
static bool asked_for(const struct signal *s, const struct dialog *u, const struct dialog *d,
                      const struct endpoint *from) {
  int kept = !u->referred_by;
  bool person = d->user[SIGNAL_CALLER] && d->user[SIGNAL_CALLER] == u->user[kept];
  bool word = d->referrer && (d->referrer == u->referrer || d->referrer == u->user[u->referred_by]);
  return u->referred == d->rung_user && (person || word) && sits_at(s, u, kept, from);
}

static bool by_refer(const struct signal *s, const struct dialog *d, const struct endpoint *from,
                     struct comes *out) {
  const struct dialog *found = NULL;
  for (uint32_t i = 0; i < s->dialogs.high; i++) {
    const struct dialog *u = slab_at(&s->dialogs, i);
    if (!u || u == d || !was_referred(s, u)) continue;
    bool exact = is_set(d->replaces) && !memcmp(d->replaces, u->referred_replaces, 16);
    if (!exact && !asked_for(s, u, d, from)) continue;
    if (found && !exact) return false; // it would fit two
    found = u;
    if (exact) break;
  }
  if (!found) return false;
  *out = (struct comes){.by = COMES_BY_REFER,
                        .of = slab_ref(&s->dialogs, found),
                        .kept = !found->referred_by,
                        .as = SIGNAL_CALLER};
  return true;
}

// A phone that forwards (302, say) is rung no more; the PBX rings another for the same caller, and
// says from where it was diverted (RFC 5806).
static bool by_diversion(const struct signal *s, const struct dialog *d,
                         const struct endpoint *from, struct comes *out) {
  uint64_t diverted = dialog_user_key(sip_header(&s->sip, SV("Diversion")));
  const struct dialog *found = NULL;
  for (uint32_t i = 0; diverted && i < s->dialogs.high; i++) {
    const struct dialog *u = slab_at(&s->dialogs, i);
    if (!u || u == d || u->ended || u->recording || u->state != DIALOG_REFUSED) continue;
    bool person = d->user[SIGNAL_CALLER] && d->user[SIGNAL_CALLER] == u->user[SIGNAL_CALLER];
    if (!person || u->rung_user != diverted || !sits_at(s, u, SIGNAL_CALLER, from)) continue;
    if (found) return false;
    found = u;
  }
  if (!found) return false;
  *out = (struct comes){.by = COMES_BY_DIVERSION, .of = slab_ref(&s->dialogs, found)};
  return true;
}

void follow_begin(struct signal *s, struct dialog *d, const struct datagram *at) {
  const struct sip *m = &s->sip;
  struct replaces r = replaces_read(sip_header(m, SV("Replaces")), d->replaces);
  d->user[SIGNAL_CALLER] = person_key(&m->from);
  d->user[SIGNAL_CALLEE] = person_key(&m->to);
  d->referrer = dialog_user_key(sip_header(m, SV("Referred-By")));
  bool comes = by_refer(s, d, &at->src, &d->comes) || by_replaces(s, d, r, &d->comes);
  if (!comes) (void)by_diversion(s, d, &at->src, &d->comes);
}

bool signal_follows(const struct signal *s, const struct dialog *later, const struct dialog *d) {
  if (later == d) return false;
  if (is_set(later->replaces) && !memcmp(later->replaces, d->id, 16)) return true;
  return d->referred && d->referred == later->rung_user && s->now_us - d->referred_us < referred_us;
}
