// SPDX-License-Identifier: Apache-2.0
// SIP as it is spoken over one hop (RFC 3261).
#include <stdarg.h>

#include "tests/mix/tape.h"

static const char *reason(int code) {
  switch (code) {
  case 100: return "Trying";
  case 180: return "Ringing";
  case 183: return "Session Progress";
  case 200: return "OK";
  case 407: return "Proxy Authentication Required";
  case 480: return "Temporarily Unavailable";
  case 486: return "Busy Here";
  case 487: return "Request Terminated";
  case 488: return "Not Acceptable Here";
  case 491: return "Request Pending";
  default: return "Something";
  }
}

struct text {
  char p[1800];
  size_t n;
};

PRINTF(2, 3) static void put(struct text *t, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  int n = vsnprintf(t->p + t->n, sizeof t->p - t->n, fmt, ap);
  va_end(ap);
  if (n < 0 || (size_t)n >= sizeof t->p - t->n) abort();
  t->n += (size_t)n;
}

static void put_host(struct text *t, struct at at) {
  put(t, "%u.%u.%u.%u", at.ip >> 24, at.ip >> 16 & 255, at.ip >> 8 & 255, at.ip & 255);
}

static void put_party(struct text *t, const char *head, const char *uri, const char *tag) {
  put(t, "%s: <%s>%s%s\r\n", head, uri, tag ? ";tag=" : "", tag ? tag : "");
}

static bool is(const char *a, const char *b) { return !strcmp(a, b); }

static void put_parties(struct text *t, const struct hop *h, const struct say *s) {
  bool first = is(s->method, "INVITE") && s->cseq == h->cseq && !s->by_uas;
  bool early = first || is(s->method, "CANCEL");
  const char *to_tag = early && (!s->code || s->code == 100) ? NULL : h->to_tag;
  put_party(t, "From", s->by_uas ? h->to : h->from, s->by_uas ? h->to_tag : h->from_tag);
  put_party(t, "To", s->by_uas ? h->from : h->to, s->by_uas ? h->from_tag : to_tag);
  put(t, "Call-ID: %s\r\nCSeq: %u %s\r\n", h->call_id, s->cseq, s->method);
}

void ladder_say(struct tape *tape, int64_t at_us, const struct hop *h, struct say s) {
  struct text t = {.n = 0};
  struct at asker = s.by_uas ? h->uas : h->uac, asked = s.by_uas ? h->uac : h->uas;
  struct at from = s.code ? asked : asker, to = s.code ? asker : asked;
  if (s.code)
    put(&t, "SIP/2.0 %d %s\r\n", s.code, reason(s.code));
  else
    put(&t, "%s %s SIP/2.0\r\n", s.method, s.by_uas ? h->from : h->target);
  put(&t, "Via: SIP/2.0/UDP ");
  put_host(&t, asker);
  put(&t, ":5060;branch=z9hG4bK%s%s\r\nMax-Forwards: 70\r\n", s.branch ? s.branch : "", h->branch);
  put_parties(&t, h, &s);
  put(&t, "Contact: <sip:x@");
  put_host(&t, from);
  put(&t, ">\r\n%s%s", s.headers ? s.headers : "",
      !s.code && is(s.method, "INVITE") && s.cseq == h->cseq ? h->extra : "");
  size_t n = s.sdp ? strlen(s.sdp) : 0;
  if (n) put(&t, "Content-Type: application/sdp\r\n");
  put(&t, "Content-Length: %zu\r\n\r\n%s", n, n ? s.sdp : "");
  tape_add(tape, at_us, from, to, t.p, t.n);
}

void ladder_sdp(char *out, size_t room, struct at media, const char *pts, const char *more) {
  struct text t = {.n = 0};
  put(&t, "v=0\r\no=- 1 1 IN IP4 ");
  put_host(&t, media);
  put(&t, "\r\ns=-\r\nc=IN IP4 ");
  put_host(&t, media);
  put(&t, "\r\nt=0 0\r\nm=audio %u RTP/AVP %s\r\n%s", media.port, pts, more);
  if (t.n >= room) abort();
  memcpy(out, t.p, t.n + 1);
}
