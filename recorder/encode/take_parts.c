// SPDX-License-Identifier: Apache-2.0
#include "recorder/encode/take_parts.h"

uint8_t take_side_of(const struct take *t, uint8_t side) {
  return t->config.channels == 1 ? SIDE_MIX : side;
}

void take_codec_note(struct take *t, uint8_t side, const struct payload *as, uint8_t pt) {
  if (as->codec == CODEC_CN || as->codec == CODEC_EVENT) return;
  char name[24], *all = t->codec[side];
  if (as->name[0])
    snprintf(name, sizeof name, "%s", as->name);
  else
    snprintf(name, sizeof name, "PT%u", pt);
  size_t n = strlen(name), have = strlen(all);
  for (const char *p = all; (p = strstr(p, name)); p += n)
    if ((p == all || p[-1] == ' ') && (p[n] == ' ' || !p[n])) return;
  if (have + n + 2 > sizeof t->codec[side]) return;
  snprintf(all + have, sizeof t->codec[side] - have, "%s%s", have ? " " : "", name);
}
