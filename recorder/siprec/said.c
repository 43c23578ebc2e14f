// SPDX-License-Identifier: Apache-2.0
// What a client said of a call, as it came: straight into the call, or, until it is opened by its
// first sound, kept beside it.
#include "recorder/siprec/said.h"

enum { WAITS_MOST = 512 * 1024, HEAD = 1 + 8 + 4 };

static void tell(struct taker *t, const struct taking *k, uint8_t kind, struct sv text,
                 int64_t at_us) {
  const struct sink *sink = &t->house->sink;
  if (!sink->said) return;
  do {
    struct sv piece = sv_first(text, SPOOL_SAID_MOST);
    text = sv_from(text, piece.n);
    sink->said(k->call, at_us, &(struct spool_said){kind, text.n > 0, piece});
  } while (text.n);
}

void taking_said(struct taker *t, struct taking *k, enum spool_said_kind kind, struct sv text,
                 int64_t now_us) {
  if (k->erased || k->unwanted || !text.n) return;
  if (k->call) {
    tell(t, k, (uint8_t)kind, text, now_us);
    return;
  }
  if (k->said.n + text.n + HEAD > WAITS_MOST) return; // a client that talks and never sounds
  uint32_t n = (uint32_t)text.n;
  buf_add_char(&k->said, (char)kind);
  buf_add(&k->said, &now_us, sizeof now_us);
  buf_add(&k->said, &n, sizeof n);
  buf_add_sv(&k->said, text);
}

static void all_tell(struct taker *t, const struct buf *waiting, const struct taking *to) {
  struct sv all = buf_sv(waiting);
  while (!waiting->failed && all.n >= HEAD) {
    int64_t at_us;
    uint32_t n;
    memcpy(&at_us, all.p + 1, sizeof at_us);
    memcpy(&n, all.p + 1 + sizeof at_us, sizeof n);
    tell(t, to, (uint8_t)all.p[0], sv_first(sv_from(all, HEAD), n), at_us);
    all = sv_from(all, HEAD + n);
  }
}

void said_tell(struct taker *t, struct taking *k) {
  all_tell(t, &k->said, k);
  buf_drop(&k->said);
  k->said = (struct buf){0};
}

void said_join(struct taker *t, const struct taking *from, struct taking *to) {
  if (to->call)
    all_tell(t, &from->said, to);
  else if (to->said.n + from->said.n <= WAITS_MOST)
    buf_add_sv(&to->said, buf_sv(&from->said));
}
