// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/rtp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct span s = {data, size};
  struct rtp r;
  struct rtcp_sender sr;
  if (rtp_parse(s, &r) && (r.payload.p < data || r.payload.p + r.payload.n > data + size)) abort();
  if (rtcp_looks_like(s)) (void)rtcp_sender_report(s, &sr);
  return 0;
}
