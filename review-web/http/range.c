// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/range.h"

static bool number(struct sv text, uint64_t *out) {
  if (!text.n) return false;
  for (size_t i = 0; i < text.n; i++)
    if (text.p[i] < '0' || text.p[i] > '9') return false;
  if (!sv_is_u64(text, INT64_MAX, out)) *out = INT64_MAX; // however many digits: past any end
  return true;
}

static enum err suffix(struct sv text, uint64_t size, struct range *out) {
  uint64_t n;
  if (!number(text, &n)) return OK; // malformed: as if it were not there
  if (!n || !size) return fail(E_RANGE, "the last 0 bytes");
  if (n > size) n = size;
  *out = (struct range){.at = size - n, .n = n, .part = true};
  return OK;
}

enum err range_parse(struct sv header, uint64_t size, struct range *out) {
  *out = (struct range){.n = size};
  if (!header.p || !sv_istarts(header, SV("bytes="))) return OK;
  struct sv last = sv_trim(sv_from(header, 6));
  size_t at;
  if (sv_find(last, ',', &at) || !sv_find(last, '-', &at)) return OK;
  struct sv first = sv_cut(&last, '-');
  if (!first.n) return suffix(last, size, out);
  uint64_t from, to = size ? size - 1 : 0;
  if (!number(first, &from) || (last.n && !number(last, &to)) || (last.n && to < from)) return OK;
  if (from >= size) return fail(E_RANGE, "the recording has %" PRIu64 " bytes", size);
  if (to >= size) to = size - 1;
  *out = (struct range){.at = from, .n = to - from + 1, .part = true};
  return OK;
}
