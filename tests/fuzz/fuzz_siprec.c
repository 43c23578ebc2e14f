// SPDX-License-Identifier: Apache-2.0
// A recording session's INVITE: cut into parts, its metadata read and merged, its offer answered,
// its voices told; packed or not. The first line is the Content-Type.
#include "recorder/siprec/asked.h"
#include "recorder/siprec/offer.h"
#include "recorder/siprec/packed.h"
#include "recorder/siprec/who.h"
#include "recorder/wire/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct metadata known, snapshot;

static void ended(const char *text, size_t room) {
  if (!memchr(text, '\0', room)) abort();
}

static void metadata_hold(const struct metadata *m) {
  if (m->n_sessions > METADATA_SESSIONS || m->n_participants > METADATA_PARTICIPANTS ||
      m->n_streams > METADATA_STREAMS || m->n_groups > METADATA_GROUPS ||
      m->n_extras > METADATA_EXTRAS)
    abort();
  for (size_t i = 0; i < m->n_participants; i++) {
    const struct metadata_participant *p = &m->participant[i];
    ended(p->id, sizeof p->id);
    ended(p->aor, sizeof p->aor);
    ended(p->name, sizeof p->name);
    if ((p->sends | p->receives) >> m->n_streams || p->sessions >> m->n_sessions) abort();
  }
  for (size_t i = 0; i < m->n_sessions; i++)
    if (m->session[i].group >= (int)m->n_groups) abort();
  for (size_t i = 0; i < m->n_streams; i++)
    if (m->stream[i].session >= (int)m->n_sessions) abort();
}

static size_t media_lines(struct sv text) {
  size_t n = 0;
  while (text.n) n += sv_starts(sv_cut(&text, '\n'), SV("m="));
  return n;
}

static void answer(struct sv text, const struct metadata *m, const struct sip *invite) {
  static struct sdp sdp;
  struct offer offer;
  static struct offer_ours ours[OFFER_LINES];
  struct offer_origin origin = {.id = 1};
  struct voices voices;
  AUTO(buf) struct buf out = {0};
  if (!sdp_parse(text, &sdp)) return;
  offer_weigh(&sdp, &offer);
  if (offer.n_lines > 2) offer_refuse(&offer, 1);
  offer_answer(text, &sdp, &offer, ours, &origin, &out);
  if (out.failed || media_lines(buf_sv(&out)) != media_lines(text)) abort();
  struct voices_ask ask = {.metadata = m, .sdp = &sdp, .invite = invite};
  voices_tell(&ask, &voices);
  for (size_t i = 0; i < voices.n; i++)
    if (voices.voice[i].participant >= (int)m->n_participants) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct part part[MULTIPART_PARTS];
  static struct sip sip;
  struct sv body = {(const char *)data, size};
  bool message = sip_parse(body, &sip);
  struct sv type = message ? sip.content_type : sv_cut(&body, '\n');
  if (message) body = sip.body;
  AUTO(buf) struct buf plain = {0};
  struct sv encoding = message ? sip_header(&sip, SV("Content-Encoding")) : SV("deflate");
  enum packed packed = packed_open(encoding, body, &plain);
  if (packed == PACKED_OPENED && plain.n > PACKED_MOST) abort();
  if (packed == PACKED_OPENED) body = buf_sv(&plain);
  if (message && asked_read(&sip) > ASKED_STOP) abort();
  size_t n = multipart_split(body, type, part);
  known = (struct metadata){0};
  for (size_t i = 0; i < n; i++) {
    const char *p = part[i].body.p;
    AUTO(buf) struct buf text = {0};
    if (part[i].body.n && (p < body.p || p + part[i].body.n > body.p + body.n)) abort();
    if (packed_base64(SV("base64"), part[i].body, &text) && text.n > PACKED_MOST) abort();
    if (part[i].kind != PART_METADATA) continue;
    metadata_read(part[i].body, &snapshot);
    metadata_hold(&snapshot);
    metadata_take(&known, &snapshot);
    metadata_hold(&known);
  }
  const struct part *sdp = multipart_find(part, n, PART_SDP);
  if (sdp) answer(sdp->body, &known, message ? &sip : NULL);
  return 0;
}
