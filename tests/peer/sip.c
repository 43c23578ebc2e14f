// SPDX-License-Identifier: Apache-2.0
#include "tests/peer/sip.h"

#include <arpa/inet.h>

#include "tests/peer/code.h"

enum { ROUND_TRIP_US = 8000 };

struct dialog {
  struct arena *a;
  const struct call_plan *c;
  struct events *out;
  uint32_t flow[2]; // from caller, from called
  const char *id, *tag[2];
  const char *number[2], *name[2]; // who sits at each end now; From and To stay as they began
  int cseq[2], sdp_version[2];
  const char *direction[2]; // of each end's media: sendrecv, sendonly …
  int64_t at_us;            // of the call, for the codec then in use
  bool zero_address[2];
  const char *record[2]; // what each end wishes of the recorder (RFC 7866, 6.2), or NULL
};

const char *sip_call_id(struct arena *a, const struct call_plan *c) {
  if (c->id) return c->id;
  return arena_printf(a, "%016" PRIx64 "@%s", c->seed * 0x9e3779b97f4a7c15u, c->party[0].host);
}

uint32_t sip_host(const char *dotted) {
  struct in_addr in;
  return inet_aton(dotted, &in) ? ntohl(in.s_addr) : 0x0a000001;
}

static const struct coding *coding_at(const struct leg_plan *leg, int64_t at_us) {
  const struct coding *now = &leg->coding[0];
  for (size_t i = 1; i < leg->n_coding; i++)
    if (leg->coding[i].from_us <= at_us) now = &leg->coding[i];
  return now;
}

static const char *media_line(struct dialog *d, int end) {
  const struct coding *mine = coding_at(&d->c->leg[end], d->at_us);
  const struct coding *other = coding_at(&d->c->leg[!end], d->at_us);
  const struct codec *first = codec_find(mine->codec), *second = codec_find(other->codec);
  struct arena *a = d->a;
  const char *pts = arena_printf(a, "%d", first->pt), *maps = "";
  for (int i = 0; i < (first == second ? 1 : 2); i++) {
    const struct codec *c = i ? second : first;
    if (i) pts = arena_printf(a, "%s %d", pts, c->pt);
    maps = arena_printf(a, "%sa=rtpmap:%d %s/%d%s\r\n", maps, c->pt, c->name, c->clock_hz,
                        c->channels == 2 ? "/2" : "");
    if (c->fmtp) maps = arena_printf(a, "%sa=fmtp:%d %s\r\n", maps, c->pt, c->fmtp);
  }
  const char *wish = d->record[end] ? arena_printf(a, "a=recordpref:%s\r\n", d->record[end]) : "";
  if (d->c->leg[end].comfort_noise) pts = arena_printf(a, "%s 13", pts);
  return arena_printf(a,
                      "m=audio %u RTP/AVP %s 101\r\n%sa=rtpmap:101 telephone-event/8000\r\n"
                      "a=fmtp:101 0-16\r\na=ptime:%d\r\na=%s\r\n%s",
                      d->c->leg[end].port, pts, maps, mine->ptime_ms, d->direction[end], wish);
}

static const char *sdp(struct dialog *d, int end) {
  const char *host = d->c->party[end].host;
  int version = ++d->sdp_version[end];
  return arena_printf(d->a, "v=0\r\no=- 4711 %d IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n%s",
                      version, host, d->zero_address[end] ? "0.0.0.0" : host, media_line(d, end));
}

static void put(struct dialog *d, int from, int64_t at_us, const char *head, const char *body) {
  const char *type = body ? "Content-Type: application/sdp\r\n" : "";
  const char *text = arena_printf(d->a, "%s%sContent-Length: %zu\r\n\r\n%s", head, type,
                                  body ? strlen(body) : 0, body ? body : "");
  events_add(d->out, (struct event){.at_us = at_us,
                                    .p = (const uint8_t *)text,
                                    .leg = NO_LEG,
                                    .n = (uint32_t)strlen(text),
                                    .flow = d->flow[from]});
}

static const char *address(struct dialog *d, int end) {
  const struct party *p = &d->c->party[end];
  return arena_printf(d->a, "\"%s\" <sip:%s@%s>", p->name, p->number, p->host);
}

static const char *address_now(struct dialog *d, int end) {
  return arena_printf(d->a, "\"%s\" <sip:%s@%s>", d->name[end], d->number[end],
                      d->c->party[end].host);
}

// Via, From, To, Call-ID, CSeq: what a request and its answers share.
static const char *common(struct dialog *d, int from, const char *method, int cseq, bool tagged) {
  const struct party *p = &d->c->party[from];
  return arena_printf(d->a,
                      "Via: SIP/2.0/UDP %s:%u;branch=z9hG4bK%" PRIx64 "x%d%s\r\n"
                      "From: %s;tag=%s\r\nTo: %s%s%s\r\nCall-ID: %s\r\nCSeq: %d %s\r\n",
                      p->host, p->sip_port, d->c->seed, cseq, from ? "b" : "a", address(d, from),
                      d->tag[from], address(d, !from), tagged ? ";tag=" : "",
                      tagged ? d->tag[!from] : "", d->id, cseq, method);
}

static void request(struct dialog *d, int from, int64_t at_us, const char *method, bool tagged,
                    const char *more, const char *body) {
  int cseq = strcmp(method, "ACK") && strcmp(method, "CANCEL") ? ++d->cseq[from] : d->cseq[from];
  const struct party *to = &d->c->party[!from], *me = &d->c->party[from];
  put(d, from, at_us,
      arena_printf(d->a,
                   "%s sip:%s@%s:%u SIP/2.0\r\n%sContact: <sip:%s@%s:%u>\r\n"
                   "Max-Forwards: 70\r\n%s",
                   method, d->number[!from], to->host, to->sip_port,
                   common(d, from, method, cseq, tagged), d->number[from], me->host, me->sip_port,
                   more),
      body);
}

static void answer(struct dialog *d, int to, int64_t at_us, int code, const char *says,
                   const char *method, const char *more, const char *body) {
  const struct party *me = &d->c->party[!to];
  put(d, !to, at_us,
      arena_printf(d->a, "SIP/2.0 %d %s\r\n%sContact: <sip:%s@%s:%u>\r\n%s", code, says,
                   common(d, to, method, d->cseq[to], code != 100), d->number[!to], me->host,
                   me->sip_port, more),
      body);
}

static void offer_and_answer(struct dialog *d, int by, int64_t at_us, const char *more) {
  request(d, by, at_us, "INVITE", true, more, sdp(d, by));
  answer(d, by, at_us + ROUND_TRIP_US, 200, "OK", "INVITE", "", sdp(d, !by));
  request(d, by, at_us + 2 * ROUND_TRIP_US, "ACK", true, "", NULL);
}

static void hold(struct dialog *d, const struct change *ch) {
  bool silent = strcmp(ch->how, "sendonly") != 0;
  d->direction[ch->by] = strcmp(ch->how, "zero") ? ch->how : "sendrecv";
  d->direction[!ch->by] = strcmp(ch->how, "zero") ? (silent ? "inactive" : "recvonly") : "sendrecv";
  d->zero_address[ch->by] = !strcmp(ch->how, "zero");
}

static void change(struct dialog *d, const struct change *ch, int64_t wall_us) {
  const char *more = "";
  d->at_us = ch->at_us;
  switch (ch->kind) {
  case CHANGE_HOLD: hold(d, ch); break;
  case CHANGE_RESUME:
    d->direction[0] = d->direction[1] = "sendrecv";
    d->zero_address[0] = d->zero_address[1] = false;
    break;
  case CHANGE_CODEC: break;
  case CHANGE_RECORD: d->record[ch->by] = ch->how; break;
  case CHANGE_PARTY: // the PBX has put somebody else there (RFC 3325's word for who)
    d->number[ch->by] = ch->number;
    d->name[ch->by] = ch->name;
    more = arena_printf(d->a, "P-Asserted-Identity: %s\r\n", address_now(d, ch->by));
    break;
  case CHANGE_REFER:
    request(d, ch->by, wall_us, "REFER", true,
            arena_printf(d->a, "Refer-To: <sip:%s@%s>\r\nReferred-By: %s\r\n", ch->number,
                         d->c->party[ch->by].host, address(d, ch->by)),
            NULL);
    answer(d, ch->by, wall_us + ROUND_TRIP_US, 202, "Accepted", "REFER", "", NULL);
    return;
  }
  offer_and_answer(d, ch->by, wall_us, more);
}

static void unanswered(struct dialog *d, int64_t invite_us) {
  const struct call_plan *c = d->c;
  int64_t end = invite_us + c->ring_us;
  if (c->end == END_CANCEL) {
    request(d, 0, end, "CANCEL", false, "", NULL);
    answer(d, 0, end + ROUND_TRIP_US, 200, "OK", "CANCEL", "", NULL);
    answer(d, 0, end + ROUND_TRIP_US + 500, 487, "Request Terminated", "INVITE", "", NULL);
  } else {
    answer(d, 0, end, c->refuse_code, "Busy Here", "INVITE", "", NULL);
  }
  request(d, 0, end + 2 * ROUND_TRIP_US, "ACK", true, "", NULL);
}

static void answered(struct dialog *d) {
  const struct call_plan *c = d->c;
  int64_t zero = c->invite_us + c->ring_us;
  answer(d, 0, zero, 200, "OK", "INVITE", "", sdp(d, 1));
  request(d, 0, zero + ROUND_TRIP_US, "ACK", true, "", NULL);
  for (size_t i = 0; i < c->n_changes; i++) change(d, &c->changes[i], zero + c->changes[i].at_us);
  if (c->end == END_NONE) return;
  request(d, c->end_by, zero + c->length_us, "BYE", true, "", NULL);
  answer(d, c->end_by, zero + c->length_us + ROUND_TRIP_US, 200, "OK", "BYE", "", NULL);
}

void sip_add(struct arena *a, const struct call_plan *c, struct events *out) {
  const struct party *p = c->party;
  struct flow there = {sip_host(p[0].host), sip_host(p[1].host), p[0].sip_port, p[1].sip_port};
  struct flow back = {there.to_ip, there.from_ip, there.to_port, there.from_port};
  struct dialog d = {
      .a = a,
      .c = c,
      .out = out,
      .id = sip_call_id(a, c),
      .flow = {events_flow(out, there), events_flow(out, back)},
      .tag = {arena_printf(a, "a%" PRIx64, c->seed), arena_printf(a, "b%" PRIx64, c->seed)},
      .number = {p[0].number, p[1].number},
      .name = {p[0].name, p[1].name},
      .direction = {"sendrecv", "sendrecv"},
      .at_us = INT64_MIN};
  request(&d, 0, c->invite_us, "INVITE", false, c->headers ? c->headers : "", sdp(&d, 0));
  answer(&d, 0, c->invite_us + 1000, 100, "Trying", "INVITE", "", NULL);
  int64_t ringing = c->invite_us + (c->ring_us < 40000 ? c->ring_us / 2 : 20000);
  answer(&d, 0, ringing, c->early ? 183 : 180, c->early ? "Session Progress" : "Ringing", "INVITE",
         "", c->early ? sdp(&d, 1) : NULL);
  if (c->end == END_CANCEL || c->end == END_REFUSED)
    unanswered(&d, c->invite_us);
  else
    answered(&d);
}
