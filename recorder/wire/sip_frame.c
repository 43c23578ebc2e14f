// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/sip_frame.h"

static bool is_token(uint8_t c) { // RFC 3261, 25.1
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         (c && strchr("-.!%*_+`'~", c));
}

// "METHOD sip…" up to the first blank and a scheme, or a status line.
bool sip_looks_like(struct span s) {
  if (sv_istarts(span_sv(s), SV("SIP/2.0 "))) return true;
  size_t n = 0;
  while (n < s.n && n < 64 && is_token(s.p[n])) n++;
  if (n < 2 || n + 4 >= s.n || s.p[n] != ' ') return false;
  struct sv uri = span_sv(span_from(s, n + 1));
  return sv_istarts(uri, SV("sip:")) || sv_istarts(uri, SV("sips:")) || sv_istarts(uri, SV("tel:"));
}

bool sip_is_datagram(struct span s) {
  while (s.n && (s.p[0] == '\r' || s.p[0] == '\n')) s = span_from(s, 1);
  return sip_looks_like(s);
}

size_t sip_head_length(struct sv s) {
  for (size_t i = 0; i < s.n; i++) {
    const char *nl = memchr(s.p + i, '\n', s.n - i);
    if (!nl) return 0;
    i = (size_t)(nl - s.p);
    struct sv rest = sv_from(s, i + 1);
    if (rest.n && rest.p[0] == '\n') return i + 2;
    if (sv_starts(rest, SV("\r\n"))) return i + 3;
  }
  return 0;
}

// Index of the next line that starts a message, from `at` on; s.n when there is none.
static size_t next_start(struct span s, size_t at) {
  while (at < s.n) {
    if (sip_looks_like(span_from(s, at))) return at;
    const uint8_t *nl = memchr(s.p + at, '\n', s.n - at);
    if (!nl) break;
    at = (size_t)(nl - s.p) + 1;
  }
  return s.n;
}

// False: missing, nonsense, or two that differ.
static bool content_length(struct sv head, uint64_t *out) {
  bool found = false;
  while (head.n) {
    struct sv line = sv_cut(&head, '\n');
    struct sv name = sv_cut(&line, ':');
    name = sv_trim(name);
    if (!sv_ieq(name, SV("Content-Length")) && !sv_ieq(name, SV("l"))) continue;
    uint64_t value;
    if (!sv_is_u64(sv_trim(line), SIP_FRAME_MAX, &value) || (found && value != *out)) return false;
    *out = value;
    found = true;
  }
  return found;
}

enum sip_frame sip_frame(struct span s, size_t *out_n) {
  size_t blank = 0;
  while (blank < s.n && strchr("\r\n \t", s.p[blank]) && s.p[blank]) blank++;
  if (blank) return *out_n = blank, SIP_FRAME_JUNK;
  if (!sip_looks_like(s)) {
    size_t start = next_start(s, 0);
    if (start == s.n && s.n < 64) return SIP_FRAME_MORE; // the start line may still be coming
    return *out_n = start, SIP_FRAME_JUNK;
  }
  size_t head = sip_head_length(span_sv(s));
  if (!head) {
    if (s.n < SIP_FRAME_MAX) return SIP_FRAME_MORE;
    return *out_n = s.n, SIP_FRAME_JUNK;
  }
  uint64_t body;
  if (!content_length(sv_first(span_sv(s), head), &body))
    return *out_n = next_start(s, head), SIP_FRAME_WHOLE;
  if (body > s.n - head) return SIP_FRAME_MORE;
  return *out_n = head + (size_t)body, SIP_FRAME_WHOLE;
}
