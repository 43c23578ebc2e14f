// SPDX-License-Identifier: Apache-2.0
// By which names other systems know a call: headers of its INVITE and later ones, what its metadata
// holds, and the ids of its sessions. Told to each call of the dialog when there are new ones.
#include "recorder/siprec/within.h"

void session_said(struct sessions *s, struct session *d, enum spool_said_kind kind,
                  struct sv text) {
  for (int line = -1; line < OFFER_LINES; line++) {
    struct taking *k = line < 0 ? d->taking : d->apart[line];
    bool first = k != NULL;
    for (int j = 0; j < line; j++) first &= d->apart[j] != k;
    if (first) taking_said(&s->taker, k, kind, text, s->now_us);
  }
}

static void headers_learn(struct session *d, const struct sip *m) {
  for (size_t i = 0; i < m->n_headers; i++) {
    struct sv name = m->header[i].name, value = m->header[i].value;
    if (sv_ieq(name, SV("Call-ID")) || sv_ieq(name, SV("i"))) continue;
    if (sv_ieq(name, SV("P-Charging-Vector"))) {
      struct sv rest = value;
      while (rest.n) {
        struct sv one = sv_cut(&rest, ';'), key = sv_trim(sv_cut(&one, '='));
        if (sv_ieq(key, SV("icid-value"))) metadata_extra_add(&d->metadata, SV("icid"), one);
      }
    } else if (metadata_is_id(name))
      metadata_extra_add(&d->metadata, name, value);
  }
}

static void id_add(struct buf *out, const char *name, struct sv value) {
  value = sv_trim(value);
  if (value.n > 1 && value.p[0] == '"') value = (struct sv){value.p + 1, value.n - 2};
  if (value.n < 4 || sv_has(value, SV("\n"))) return;
  buf_printf(out, "%s\t" SV_FMT "\n", name, SV_ARG(value));
}

// Avaya's UCID within user-to-user information: FA, its length 08, and node, sequence and time in
// sixteen hexadecimal digits; people know it as twenty decimal ones.
static void ucid_add(struct buf *out, struct sv value) {
  enum { HEX = 16 };
  for (size_t i = 0; i + 4 + HEX <= value.n; i++) {
    char hex[HEX + 1], *end;
    if (!sv_istarts(sv_from(value, i), SV("FA08"))) continue;
    memcpy(hex, value.p + i + 4, HEX);
    hex[HEX] = '\0';
    unsigned long long all = strtoull(hex, &end, 16);
    if (*end) continue;
    buf_printf(out, "ucid\t%05llu%05llu%010llu\n", all >> 48, all >> 32 & 0xffff, all & 0xffffffff);
    return;
  }
}

static void ids_write(const struct session *d, struct buf *out) {
  const struct metadata *m = &d->metadata;
  id_add(out, "Call-ID", sv_of(d->call_id));
  for (size_t i = 0; i < m->n_extras; i++) {
    struct sv value = sv_of(m->extra[i].value), rest = value, first = sv_cut(&rest, ';');
    if (!m->extra[i].is_id) continue;
    id_add(out, m->extra[i].name, value);
    if (first.n < value.n) id_add(out, m->extra[i].name, first);
    while (rest.n) { // Session-ID: local;remote=… (RFC 7989)
      struct sv one = sv_cut(&rest, ';'), key = sv_trim(sv_cut(&one, '='));
      if (sv_ieq(key, SV("remote"))) id_add(out, m->extra[i].name, one);
    }
    ucid_add(out, value);
  }
  for (size_t i = 0; i < m->n_sessions; i++) {
    struct sv sip = sv_of(m->session[i].sip_id), local = sv_cut(&sip, ';');
    id_add(out, "session", sv_of(m->session[i].id));
    id_add(out, "sipSessionID", local);
    if (sv_istarts(sip, SV("remote="))) id_add(out, "sipSessionID", sv_from(sip, 7));
  }
  for (size_t i = 0; i < m->n_groups; i++) id_add(out, "group", sv_of(m->group[i].id));
}

void session_ids(struct sessions *s, struct session *d, const struct sip *m) {
  AUTO(buf) struct buf out = {0};
  headers_learn(d, m);
  ids_write(d, &out);
  uint64_t now = session_hash(buf_sv(&out));
  if (out.failed || now == d->ids) return;
  d->ids = now;
  session_said(s, d, SPOOL_SAID_IDS, buf_sv(&out));
}
