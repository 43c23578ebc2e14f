// SPDX-License-Identifier: Apache-2.0
// SIP messages and their framing; every view handed out must lie in the input.
#include "recorder/wire/sip.h"
#include "recorder/wire/sip_frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *from, *to;

static void inside(struct sv v) {
  if (v.n && (v.p < from || v.p + v.n > to)) abort();
}

static void name_inside(const struct sip_name *n) {
  inside(n->display);
  inside(n->uri);
  inside(n->user);
  inside(n->host);
  inside(n->tag);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct sip m;
  struct sip_name name;
  struct span s = {data, size};
  from = (const char *)data;
  to = from + size;
  if (sip_parse(span_sv(s), &m)) {
    inside(m.call_id);
    inside(m.method_name);
    inside(m.body);
    inside(sip_sdp(&m));
    name_inside(&m.from);
    name_inside(&m.to);
    for (size_t i = 0; i < m.n_headers; i++) inside(m.header[i].value);
  }
  if (sip_name_parse(span_sv(s), &name)) name_inside(&name);
  while (s.n) {
    size_t n = 0;
    if (sip_frame(s, &n) == SIP_FRAME_MORE) break;
    if (n == 0 || n > s.n) abort();
    s = span_from(s, n);
  }
  return 0;
}
