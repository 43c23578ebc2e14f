// SPDX-License-Identifier: Apache-2.0
#include "recorder/siprec/partner.h"

enum { SILENT_US = 1000000 }; // a source that was silent so long may be followed by another

void partner_said(struct partner *p, const struct endpoint *at) {
  if (endpoint_eq(&p->said, at)) return;
  p->said = *at;
  p->heard = (struct endpoint){0};
}

static bool may_follow(const struct partner *p, const struct endpoint *from, int64_t now_us) {
  return !p->heard.port || now_us - p->heard_us >= SILENT_US || endpoint_eq(from, &p->said);
}

bool partner_takes(struct partner *p, const struct endpoint *from, bool may, int64_t now_us) {
  if (!p->heard.port || !endpoint_eq(from, &p->heard)) {
    bool agreed = p->said.port && !memcmp(from->addr, p->said.addr, sizeof from->addr);
    if (!(agreed || may) || !may_follow(p, from, now_us)) return false;
    p->heard = *from;
  }
  p->heard_us = now_us;
  return true;
}
