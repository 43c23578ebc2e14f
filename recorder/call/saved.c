// SPDX-License-Identifier: Apache-2.0
#include "recorder/call/saved.h"

static const char magic[8] = {'M', 'E', 'D', 'L', 'I', 'V', 'E', '2'};
enum { HEAD = 16, PART_HEAD = 8 };

void saved_begin(struct buf *out, int64_t now_us) {
  buf_add(out, magic, sizeof magic);
  buf_add(out, &now_us, sizeof now_us);
}

static uint32_t length_of(const uint8_t *bytes, uint32_t n) {
  while (n && !bytes[n - 1]) n--;
  return n;
}

static void field_add(struct buf *out, uint16_t number, const void *bytes, uint16_t whole) {
  uint32_t n = length_of(bytes, whole);
  buf_add(out, &number, sizeof number);
  buf_add(out, &whole, sizeof whole);
  buf_add(out, &n, sizeof n);
  buf_add(out, bytes, n);
}

void saved_record(struct buf *out, enum saved_kind kind, const void *item,
                  const struct saved_field *fields, size_t n_fields, const struct saved_ref *refs,
                  size_t n_refs) {
  uint32_t head[2] = {kind, 0};
  size_t at = out->n;
  buf_add(out, head, sizeof head);
  for (size_t i = 0; i < n_fields; i++)
    field_add(out, fields[i].number, (const uint8_t *)item + fields[i].offset, fields[i].size);
  for (size_t i = 0; i < n_refs; i++)
    field_add(out, refs[i].number, &refs[i].at, sizeof refs[i].at);
  if (out->failed) return;
  head[1] = (uint32_t)(out->n - at - sizeof head);
  memcpy(out->p + at, head, sizeof head);
}

// The next part of a kind of head: two words, of which the second is a length.
static bool part(struct span *s, uint32_t *out_first, struct span *out_body) {
  uint32_t n;
  if (s->n < PART_HEAD) return false;
  memcpy(out_first, s->p, 4);
  memcpy(&n, s->p + 4, 4);
  if (s->n - PART_HEAD < n) return false;
  *out_body = (struct span){s->p + PART_HEAD, n};
  *s = span_from(*s, PART_HEAD + n);
  return true;
}

bool saved_check(struct span saved, int64_t *out_now_us) {
  uint32_t kind, number;
  struct span fields, body;
  if (saved.n < HEAD || memcmp(saved.p, magic, sizeof magic)) return false;
  memcpy(out_now_us, saved.p + sizeof magic, sizeof *out_now_us);
  for (struct span s = span_from(saved, HEAD); s.n;) {
    if (!part(&s, &kind, &fields)) return false;
    while (fields.n)
      if (!part(&fields, &number, &body)) return false;
  }
  return true;
}

uint32_t saved_next(struct span *saved, struct span *out_fields) {
  uint32_t kind;
  if (saved->n >= HEAD && !memcmp(saved->p, magic, sizeof magic)) *saved = span_from(*saved, HEAD);
  return part(saved, &kind, out_fields) ? kind : 0;
}

void saved_fields(struct span fields, void *item, const struct saved_field *known, size_t n_known,
                  struct saved_ref *refs, size_t n_refs) {
  uint32_t first;
  struct span body;
  while (part(&fields, &first, &body)) {
    uint16_t number = (uint16_t)first, whole = (uint16_t)(first >> 16);
    size_t size = whole ? whole : body.n;
    if (body.n > size) continue;
    for (size_t i = 0; i < n_known; i++)
      if (known[i].number == number && known[i].size == size)
        memcpy((uint8_t *)item + known[i].offset, body.p, body.n);
    for (size_t i = 0; i < n_refs; i++)
      if (refs[i].number == number && size == sizeof refs[i].at)
        memcpy(&refs[i].at, body.p, body.n);
  }
}
