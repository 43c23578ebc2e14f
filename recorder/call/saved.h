// SPDX-License-Identifier: Apache-2.0
// Saved: the records in which live calls survive a restart, and an upgrade: a capture that knows
// more or fewer of them, or of their fields, passes over what it does not know.
//   file    8 bytes "MEDLIVE2", i64 the time it was written, records to the end
//   record  u32 kind, u32 length, fields
//   field   u16 number, u16 whole length, u32 length, the bytes as they are in memory, without the
//           zeros at their end; whole length 0: that of the bytes
// A number once given is never given to another meaning; a field whose whole length has changed is
// not read. References are positions among the saved of that kind, from 1 on. Little-endian, as
// memory is. Pure.
#pragma once
#include "core/buf.h"
#include "recorder/wire/span.h"

enum saved_kind {
  SAVED_DESC = 1,
  SAVED_DIALOG = 2,
  SAVED_PATH = 3,
  SAVED_CALL = 4,
  SAVED_LEG = 5,  // of the call before it
  SAVED_LOCK = 6, // likewise
  SAVED_PLACE = 7,
};
enum { SAVED_REFS = 200 }; // numbers from here on are references

struct saved_field {
  uint16_t number, size;
  size_t offset;
};
#define SAVED_FIELD(number, type, member)                                                          \
  { number, sizeof(((struct type *)0)->member), offsetof(struct type, member) }

struct saved_ref { // read: zero-ended, filled in by saved_fields
  uint16_t number;
  uint32_t at;
};

void saved_begin(struct buf *out, int64_t now_us);
void saved_record(struct buf *out, enum saved_kind kind, const void *item,
                  const struct saved_field *fields, size_t n_fields, const struct saved_ref *refs,
                  size_t n_refs);
// True: whole, of this format; *out_now_us is when it was written.
bool saved_check(struct span saved, int64_t *out_now_us);
// The next record's kind (0: the end) and its fields; *saved moves past it. First after the head.
uint32_t saved_next(struct span *saved, struct span *out_fields);
// Into an item that is zero.
void saved_fields(struct span fields, void *item, const struct saved_field *known, size_t n_known,
                  struct saved_ref *refs, size_t n_refs);
