// SPDX-License-Identifier: Apache-2.0
#include "recorder/heard.h"

#include "core/jsonw.h"

static struct heard_place *place_of(struct heard *h, const char *name) {
  struct heard_place *oldest = h->place;
  for (size_t i = 0; i < h->n; i++) {
    if (!strcmp(h->place[i].name, name)) return &h->place[i];
    if (h->place[i].at_ms < oldest->at_ms) oldest = &h->place[i];
  }
  struct heard_place *p = h->n < HEARD_PLACES ? &h->place[h->n++] : oldest;
  snprintf(p->name, sizeof p->name, "%s", name);
  return p;
}

void heard_note(struct heard *h, const char *name, int64_t at_ms) {
  place_of(h, name)->at_ms = at_ms;
}

void heard_tell(const struct heard *h, struct buf *b) {
  jsonw_key(b, "heard");
  buf_add_char(b, '{');
  for (size_t i = 0; i < h->n; i++) {
    jsonw_key(b, h->place[i].name);
    jsonw_int(b, h->place[i].at_ms);
  }
  buf_add_char(b, '}');
}
