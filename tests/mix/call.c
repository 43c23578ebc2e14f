// SPDX-License-Identifier: Apache-2.0
// A call performed: who says what to whom, and whose voice goes where. The caller sits behind a
// trunk that all callers share (one host, a port each), the agents have a phone each; a PBX or
// proxy stands between, and a relay where there is one.
#include "tests/mix/mix.h"

enum {
  SIP_PORT = 5060,
  PBX = 0x0a090009,
  TRUNK = 0x0a090001,
  RELAY = 0x0a090008,
  PHONES = 0x0a010000
};

struct act { // a call while it is performed
  struct tape *t;
  const struct plan *p;
  uint64_t seed;
  struct hop front, back; // trunk to PBX, PBX to phone; one alone where the PBX is not in between
  bool two_hops;
  struct at trunk, phone, relay_front, relay_back; // media
  uint32_t phone_ip;
  int64_t answer_us;
};

static struct at at(uint32_t ip, uint32_t port) { return (struct at){ip, (uint16_t)port}; }

static int64_t ms(const struct act *a, int at_ms) { return a->answer_us + (int64_t)at_ms * 1000; }

static uint32_t phone_of(unsigned line) { return PHONES + 1 + line; }

static void hop_name(const struct act *a, struct hop *h, struct at uac, struct at uas,
                     unsigned leg) {
  const struct plan *p = a->p;
  h->uac = uac;
  h->uas = uas;
  h->cseq = 1 + leg * 100;
  unsigned id = p->shape == OTHER_ID || p->shape == RELAYED ? leg : 0;
  snprintf(h->call_id, sizeof h->call_id, "c%u-%u-%016llx@mix", p->index, id,
           (unsigned long long)p->seed);
  const char *plus = p->escaped ? "%2B" : "+";
  char caller[64], agent[64];
  snprintf(caller, sizeof caller, "sip:%s4670%07u@pbx.example", plus, p->index);
  snprintf(agent, sizeof agent, "sip:%u@pbx.example", 2001 + p->line);
  bool out = p->shape == OUTBOUND;
  snprintf(h->from, sizeof h->from, "%s", out ? agent : caller);
  snprintf(h->to, sizeof h->to, "%s", out ? caller : agent);
  snprintf(h->target, sizeof h->target, "%s", h->to);
  snprintf(h->from_tag, sizeof h->from_tag, "f%u.%u", p->index, leg);
  snprintf(h->to_tag, sizeof h->to_tag, "t%u.%u", p->index, leg);
  snprintf(h->branch, sizeof h->branch, "b%u.%u", p->index, leg);
}

static void act_begin(struct act *a, struct tape *t, const struct plan *p) {
  *a = (struct act){.t = t, .p = p, .seed = p->seed ^ 0x5eed};
  t->tunnel = p->tunnel;
  t->probe_us = p->probe_us;
  a->answer_us = p->start_us + (int64_t)p->ring_ms * 1000;
  a->phone_ip = phone_of(p->line);
  unsigned port = 10000 + p->index % 10000 * 4;
  a->trunk = at(TRUNK, port);
  a->phone = at(a->phone_ip, 16384); // the same for each of its calls, as many phones have it
  bool relayed = p->shape >= SAME_ID;
  a->relay_front = relayed ? at(RELAY, port) : a->phone;
  a->relay_back = relayed ? at(RELAY, port + 2) : a->trunk;
  a->two_hops = relayed || ((p->shape == FORK || p->shape == SERIAL) && p->front_seen);
  struct at trunk = at(TRUNK, SIP_PORT), pbx = at(PBX, SIP_PORT), phone = at(a->phone_ip, SIP_PORT);
  if (p->shape == OUTBOUND)
    hop_name(a, &a->back, phone, trunk, 0);
  else
    hop_name(a, &a->back, a->two_hops || p->shape == FORK || p->shape == SERIAL ? pbx : trunk,
             phone, 0);
  if (!a->two_hops) return;
  hop_name(a, &a->front, trunk, pbx, 0);
  unsigned leg = relayed ? 1 : 0;
  if (leg && p->shape != TRANSCODED) hop_name(a, &a->back, pbx, phone, 1);
  snprintf(a->back.branch, sizeof a->back.branch, "k%u", p->index);
  if (p->shape == OTHER_ID) {
    if (chance(&a->seed, 50))
      snprintf(a->back.extra, sizeof a->back.extra, "X-CID: %s\r\n", a->front.call_id);
    else {
      snprintf(a->front.extra, sizeof a->front.extra, "Session-ID: %032x;remote=%032x\r\n",
               0x1000 + p->index, 0);
      memcpy(a->back.extra, a->front.extra, sizeof a->back.extra);
    }
  }
}

static const char *sdp_of(const struct act *a, struct at media, const char *more, bool ulaw) {
  static char text[600];
  char maps[200];
  bool dynamic = a->p->middle == CODEC_REFUSED;
  snprintf(maps, sizeof maps, "a=rtpmap:%s\r\na=rtpmap:101 telephone-event/8000\r\n%s",
           dynamic ? "96 PCMA/8000"
           : ulaw  ? "0 PCMU/8000"
                   : "8 PCMA/8000",
           more);
  ladder_sdp(text, sizeof text, media, dynamic ? "96 101" : ulaw ? "0 101" : "8 101", maps);
  return text;
}

static void say(struct act *a, int at_ms, const struct hop *h, struct say s) {
  ladder_say(a->t, ms(a, at_ms), h, s);
}

// ---- setting up --------------------------------------------------------------------------------

static struct at caller_media(const struct act *a) {
  return a->p->shape == OUTBOUND ? a->phone : a->trunk;
}
static struct at callee_media(const struct act *a) {
  return a->p->shape == OUTBOUND ? a->trunk : a->phone;
}

static void rings_elsewhere(struct act *a, unsigned branch, int from_ms, int until_ms, bool busy) {
  struct hop h = a->back;
  unsigned line = (a->p->line + 1 + branch) % a->p->agents;
  h.uas.ip = phone_of(line);
  snprintf(h.target, sizeof h.target, "sip:%u@phone", 2001 + line);
  snprintf(h.to_tag, sizeof h.to_tag, "x%u.%u", a->p->index, branch);
  snprintf(h.branch, sizeof h.branch, "x%u.%u", a->p->index, branch);
  struct say invite = {.method = "INVITE", .cseq = h.cseq};
  invite.sdp = sdp_of(a, caller_media(a), "", false);
  say(a, from_ms, &h, invite);
  invite.sdp = NULL;
  invite.code = busy ? 486 : 180;
  say(a, from_ms + 20, &h, invite);
  if (!busy) {
    say(a, until_ms, &h, (struct say){.method = "CANCEL", .cseq = h.cseq});
    say(a, until_ms + 5, &h, (struct say){.method = "CANCEL", .cseq = h.cseq, .code = 200});
    invite.code = 487;
    say(a, until_ms + 10, &h, invite);
  }
  say(a, busy ? from_ms + 30 : until_ms + 20, &h, (struct say){.method = "ACK", .cseq = h.cseq});
}

static void others_ring(struct act *a) {
  const struct plan *p = a->p;
  if (p->shape == SERIAL)
    rings_elsewhere(a, 0, -p->ring_ms + 10, -p->ring_ms + 150, chance(&a->seed, 30));
  if (p->shape != FORK) return;
  for (unsigned i = 0; i + 1 < p->branches; i++)
    rings_elsewhere(a, i, -p->ring_ms + 5 + (int)i * 4 + (i >= p->answers ? 6 : 0), 20 + (int)i * 3,
                    chance(&a->seed, 20));
}

static void invite(struct act *a, struct hop *h, int at_ms, struct at media) {
  say(a, at_ms, h,
      (struct say){.method = "INVITE", .cseq = h->cseq, .sdp = sdp_of(a, media, "", false)});
}

static void answer(struct act *a, struct hop *h, int at_ms, struct at media, bool ulaw) {
  say(a, at_ms, h,
      (struct say){
          .method = "INVITE", .cseq = h->cseq, .code = 200, .sdp = sdp_of(a, media, "", ulaw)});
}

static void set_up(struct act *a) {
  const struct plan *p = a->p;
  int begins = -p->ring_ms,
      back_begins = p->shape == SERIAL ? begins + 220 : begins + 8 + (int)p->answers * 4;
  bool relayed = p->shape >= SAME_ID, ulaw = p->shape == TRANSCODED;
  if (a->two_hops) invite(a, &a->front, begins, a->trunk);
  others_ring(a);
  invite(a, &a->back, back_begins, relayed ? a->relay_back : caller_media(a));
  say(a, back_begins + 30, &a->back,
      (struct say){.method = "INVITE", .cseq = a->back.cseq, .code = 180});
  if (a->two_hops)
    say(a, back_begins + 35, &a->front,
        (struct say){.method = "INVITE", .cseq = a->front.cseq, .code = 180});
  answer(a, &a->back, -12, callee_media(a), ulaw);
  if (a->two_hops) answer(a, &a->front, -8, relayed ? a->relay_front : a->phone, false);
  if (a->two_hops)
    say(a, -5, &a->front, (struct say){.method = "ACK", .cseq = a->front.cseq, .branch = "a"});
  say(a, -2, &a->back, (struct say){.method = "ACK", .cseq = a->back.cseq, .branch = "a"});
}

// ---- in the middle -----------------------------------------------------------------------------

static void reoffer(struct act *a, struct hop *h, int at_ms, bool by_uas, const char *sdp, int code,
                    const char *answer_sdp) {
  static unsigned cseq = 500;
  struct say s = {.by_uas = by_uas, .method = "INVITE", .cseq = ++cseq, .sdp = sdp, .branch = "r"};
  char branch[16];
  snprintf(branch, sizeof branch, "r%u", cseq);
  s.branch = branch;
  say(a, at_ms, h, s);
  s.code = code;
  s.sdp = answer_sdp;
  say(a, at_ms + 30, h, s);
  say(a, at_ms + 40, h,
      (struct say){.by_uas = by_uas,
                   .method = "ACK",
                   .cseq = s.cseq,
                   .branch = code == 200 ? "ra" : branch});
}

static void in_the_middle(struct act *a) {
  const struct plan *p = a->p;
  char offer[600], answer[600];
  bool by_agent_is_uas = p->shape != OUTBOUND;
  struct at own = p->shape >= SAME_ID ? a->phone : a->phone,
            other = p->shape >= SAME_ID ? a->relay_back : a->trunk;
  bool ulaw = p->shape == TRANSCODED;
  switch (p->middle) {
  case HOLD_REFUSED:
    snprintf(offer, sizeof offer, "%s", sdp_of(a, own, "a=sendonly\r\n", ulaw));
    reoffer(a, &a->back, p->middle_ms, by_agent_is_uas, offer, 491, NULL);
    break;
  case CODEC_REFUSED:
    ladder_sdp(offer, sizeof offer, own, "96 101", "a=rtpmap:96 opus/48000/2\r\n");
    reoffer(a, &a->back, p->middle_ms, by_agent_is_uas, offer, 488, NULL);
    break;
  case HOLD:
    snprintf(offer, sizeof offer, "%s", sdp_of(a, own, "a=sendonly\r\n", ulaw));
    snprintf(answer, sizeof answer, "%s", sdp_of(a, other, "a=recvonly\r\n", ulaw));
    reoffer(a, &a->back, p->middle_ms - 50, by_agent_is_uas, offer, 200, answer);
    snprintf(offer, sizeof offer, "%s", sdp_of(a, own, "a=sendrecv\r\n", ulaw));
    snprintf(answer, sizeof answer, "%s", sdp_of(a, other, "", ulaw));
    reoffer(a, &a->back, p->middle_to_ms - 50, by_agent_is_uas, offer, 200, answer);
    break;
  case MOVED: {
    struct at moved = a->phone;
    moved.port = (uint16_t)(moved.port + 100);
    snprintf(offer, sizeof offer, "%s", sdp_of(a, moved, "", ulaw));
    snprintf(answer, sizeof answer, "%s", sdp_of(a, other, "", ulaw));
    reoffer(a, &a->back, p->middle_ms - 50, by_agent_is_uas, offer, 200, answer);
    break;
  }
  case NOTHING:
  case MIDDLES: break;
  }
}

// ---- voices ------------------------------------------------------------------------------------

static struct stream stream_of(struct act *a, int side) {
  const struct plan *p = a->p;
  struct stream s = {
      .side = side, .pt = p->middle == CODEC_REFUSED ? 96 : 8, .to_ms = p->length_ms};
  if (!p->alike) {
    s.ssrc = (uint32_t)chance_next(&a->seed);
    s.seq = (uint16_t)chance_next(&a->seed);
    s.stamp = (uint32_t)chance_next(&a->seed);
  }
  if (p->stall_ms && p->stall_side == side) {
    s.stall_at_ms = p->stall_at_ms;
    s.stall_ms = p->stall_ms;
  }
  s.swap_percent = p->swap_percent;
  return s;
}

// The relay's copy: the same packets, others of the same sound, or the other law.
static struct stream behind_relay(struct act *a, struct stream s) {
  s.later_us = a->p->shape == TRANSCODED ? 25000 : 5000;
  if (a->p->shape == RELAYED) return s;
  s.ssrc = (uint32_t)chance_next(&a->seed);
  s.seq = (uint16_t)chance_next(&a->seed);
  s.stamp = (uint32_t)chance_next(&a->seed);
  return s;
}

static struct stream speaks(struct act *a, int side) {
  const struct plan *p = a->p;
  struct stream s = stream_of(a, side);
  bool relayed = p->shape >= SAME_ID, ulaw = p->shape == TRANSCODED;
  struct at own = side ? a->phone : a->trunk;
  s.from = own;
  s.to = side ? a->relay_back : a->relay_front;
  s.ulaw = ulaw && side;
  if (s.ulaw) s.pt = 0;
  uint64_t seed = a->seed;
  if (relayed) {
    struct stream again = behind_relay(a, s);
    again.from = side ? a->relay_front : a->relay_back;
    again.to = side ? a->trunk : a->phone;
    again.ulaw = ulaw && !side;
    again.pt = again.ulaw ? 0 : 8;
    uint64_t same = seed;
    voice_send(a->t, a->answer_us, &p->truth, &again, &same);
  }
  int whole = s.to_ms;
  if (p->middle == MOVED) s.to_ms = p->middle_ms;
  voice_send(a->t, a->answer_us, &p->truth, &s, &seed);
  if (p->middle != MOVED) return s;
  struct at *phone = side ? &s.from : &s.to;
  phone->port = (uint16_t)(phone->port + 100);
  s.from_ms = s.to_ms;
  s.to_ms = whole;
  voice_send(a->t, a->answer_us, &p->truth, &s, &seed);
  return s;
}

// ---- the end -----------------------------------------------------------------------------------

static void bye(struct act *a, struct hop *h, int at_ms, bool by_uas, unsigned cseq, int code) {
  struct say s = {
      .by_uas = by_uas, .method = "BYE", .cseq = cseq, .branch = code == 200 ? "e" : "c"};
  say(a, at_ms, h, s);
  s.code = code;
  s.headers = code == 407 ? "Proxy-Authenticate: Digest realm=\"mix\", nonce=\"1\"\r\n" : "";
  say(a, at_ms + 15, h, s);
}

static void hang_up(struct act *a, int at_ms) {
  const struct plan *p = a->p;
  bool by_uas = p->by_agent == (p->shape != OUTBOUND);
  if (p->challenged) bye(a, &a->back, p->length_ms - 900, by_uas, 900, 407);
  bye(a, &a->back, at_ms, by_uas, 901, 200);
  if (a->two_hops) bye(a, &a->front, at_ms + 20, by_uas, 901, 200);
}

void call_perform(struct tape *t, const struct plan *p) {
  struct act a;
  act_begin(&a, t, p);
  set_up(&a);
  in_the_middle(&a);
  int end_ms = p->length_ms + 100;
  for (int side = 0; side < 2; side++) {
    struct stream s = speaks(&a, side);
    if (!p->trail || p->trail_side != side) continue;
    int later_ms = 1200 + (int)below(&a.seed, 1800);
    voice_trail(t, ms(&a, p->length_ms + later_ms), &p->truth, &s, p->trail);
    end_ms = p->length_ms + later_ms + 100;
  }
  if (p->stall_ms && p->stall_at_ms + p->stall_ms + 100 > end_ms)
    end_ms = p->stall_at_ms + p->stall_ms + 100;
  hang_up(&a, end_ms);
}
