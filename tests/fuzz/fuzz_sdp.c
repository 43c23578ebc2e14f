// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/sdp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct sv v, const uint8_t *data, size_t size) {
  const uint8_t *p = (const uint8_t *)v.p;
  if (v.n && (p < data || p + v.n > data + size)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct sdp s;
  if (!sdp_parse((struct sv){(const char *)data, size}, &s)) return 0;
  inside(s.session_id, data, size);
  for (size_t i = 0; i < s.n_media; i++) {
    const struct sdp_media *m = &s.media[i];
    inside(m->label, data, size);
    for (size_t p = 0; p < m->n_pts; p++) {
      inside(m->pt[p].fmtp, data, size);
      if (m->pt[p].pt > 127 || m->pt[p].channels == 0) abort();
    }
    for (size_t c = 0; c < m->n_crypto; c++) inside(m->crypto[c].key, data, size);
  }
  return 0;
}
