// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/print_sink.h"

#include "core/jsonw.h"
#include "recorder/wire/rtp.h"

enum { VOICES = 16, MARKS = 512 };

struct heard { // an SSRC on a leg
  uint8_t leg;
  uint32_t ssrc;
  uint32_t first, top; // extended sequence numbers
  uint64_t packets, duplicates;
  uint64_t pts[2];
  uint8_t seen[65536 / 8];
};

struct printed {
  struct spool_opening opening;
  char codecs[2][64]; // name of each leg's last payload type
  uint64_t rtcp;
  int64_t first_us, last_us;
  size_t n_heard;
  struct heard *heard[VOICES];
  char marks[MARKS];
  struct print_sink *of;
  struct {
    uint8_t pt;
    char name[24];
  } payload[2][SPOOL_PAYLOADS];
};

static bool on_open(void *ctx, const struct spool_opening *what, void **out_call) {
  struct printed *p = calloc(1, sizeof *p);
  if (!p) return false;
  p->of = ctx;
  p->of->calls++;
  p->opening = *what;
  *out_call = p;
  return true;
}

static void on_leg(void *call, int64_t at_us, const struct spool_leg *what) {
  struct printed *p = call;
  (void)at_us;
  for (size_t i = 0; what->leg < 2 && i < SPOOL_PAYLOADS; i++) {
    bool there = i < what->n_payloads;
    p->payload[what->leg][i].pt = there ? what->payloads[i].pt : 255;
    snprintf(p->payload[what->leg][i].name, sizeof p->payload[0][0].name, "%s",
             there ? what->payloads[i].name : "");
  }
}

static struct heard *heard_of(struct printed *p, uint8_t leg, const struct rtp *rtp) {
  for (size_t i = 0; i < p->n_heard; i++)
    if (p->heard[i]->leg == leg && p->heard[i]->ssrc == rtp->ssrc) return p->heard[i];
  struct heard *h = p->n_heard < VOICES ? calloc(1, sizeof *h) : NULL;
  if (!h) return NULL;
  h->leg = leg;
  h->ssrc = rtp->ssrc;
  h->first = h->top = 65536u + rtp->seq;
  p->heard[p->n_heard++] = h;
  return h;
}

static void forget_ahead(struct heard *h, uint32_t to) { // a sequence number comes round again
  for (uint32_t s = h->top + 1; s <= to; s++) {
    uint16_t half = (uint16_t)(s + 32768);
    h->seen[half / 8] &= (uint8_t) ~(1u << (half & 7));
  }
}

static void on_packet(void *call, int64_t at_us, uint8_t leg, uint8_t flags, struct sv packet) {
  struct printed *p = call;
  struct rtp rtp;
  if (flags & SPOOL_FLAG_RTCP) {
    p->rtcp++;
    return;
  }
  if (!rtp_parse((struct span){(const uint8_t *)packet.p, packet.n}, &rtp)) return;
  struct heard *h = heard_of(p, leg, &rtp);
  if (!h) return;
  if (!p->first_us) p->first_us = at_us;
  p->last_us = at_us;
  h->pts[rtp.pt >> 6] |= 1ULL << (rtp.pt & 63);
  int ahead = (int16_t)(uint16_t)(rtp.seq - (uint16_t)h->top);
  uint32_t extended = h->top + (uint32_t)ahead;
  if (ahead > 0) {
    forget_ahead(h, extended);
    h->top = extended;
  }
  if (extended < h->first) h->first = extended;
  uint8_t bit = (uint8_t)(1u << (rtp.seq & 7));
  if (h->seen[rtp.seq / 8] & bit)
    h->duplicates++;
  else
    h->packets++;
  h->seen[rtp.seq / 8] |= bit;
}

static void on_mark(void *call, const struct spool_mark *what) {
  struct printed *p = call;
  size_t n = strlen(p->marks);
  snprintf(p->marks + n, MARKS - n, "%s%s:%d", n ? " " : "", what->kind, what->leg);
}

static void heard_print(const struct printed *p, const struct heard *h, struct buf *b) {
  jsonw_comma(b);
  buf_printf(b,
             "{\"leg\":%u,\"ssrc\":\"%08x\",\"packets\":%" PRIu64 ",\"lost\":%" PRId64
             ",\"duplicates\":%" PRIu64 ",\"codecs\":\"",
             h->leg, h->ssrc, h->packets, (int64_t)(h->top - h->first + 1) - (int64_t)h->packets,
             h->duplicates);
  bool any = false;
  for (unsigned pt = 0; pt < 128; pt++) {
    if (!(h->pts[pt >> 6] >> (pt & 63) & 1)) continue;
    const char *name = "?";
    for (size_t i = 0; h->leg < 2 && i < SPOOL_PAYLOADS; i++)
      if (p->payload[h->leg][i].pt == pt && p->payload[h->leg][i].name[0])
        name = p->payload[h->leg][i].name;
    buf_printf(b, "%s%u=%s", any ? " " : "", pt, name);
    any = true;
  }
  buf_add_str(b, "\"}");
}

static void on_end(void *call, const struct spool_ending *what) {
  struct printed *p = call;
  AUTO(buf) struct buf b = {0};
  char id[ID_TEXT];
  id_text(p->opening.interaction, id);
  buf_printf(
      &b,
      "{\"id\":\"%s\",\"source\":\"%s\",\"reason\":\"%s\",\"parties\":%zu,\"media_ms\":%" PRId64
      ",\"rtcp\":%" PRIu64 ",\"marks\":\"%s\",\"voices\":[",
      id, p->opening.source, what->reason, p->opening.n_parties, (p->last_us - p->first_us) / 1000,
      p->rtcp, p->marks);
  for (size_t i = 0; i < p->n_heard; i++) heard_print(p, p->heard[i], &b);
  buf_add_str(&b, "]}");
  if (!buf_check(&b)) puts(b.p);
  for (size_t i = 0; i < p->n_heard; i++) free(p->heard[i]);
  free(p);
}

struct sink print_sink_init(struct print_sink *s) {
  *s = (struct print_sink){0};
  return (struct sink){s, on_open, on_leg, on_packet, on_mark, on_end, NULL};
}
