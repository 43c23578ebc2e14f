// SPDX-License-Identifier: Apache-2.0
// The C side of our SQL types, as generated structs use them.
//   ID struct id · MS, INT int64_t · REAL double · TEXT const char * · BYTES struct bytes · BOOL
//   bool
// Nullable: struct opt_… · TEXT: NULL · BYTES: .p NULL.
#pragma once
#include "core/arena.h"
#include "core/buf.h"
#include "core/id.h"

struct bytes {
  const uint8_t *p;
  size_t n;
};
struct opt_int {
  bool set;
  int64_t v;
};
struct opt_id {
  bool set;
  struct id v;
};
struct opt_real {
  bool set;
  double v;
};
struct opt_bool {
  bool set;
  bool v;
};

static inline struct opt_int some_int(int64_t v) { return (struct opt_int){true, v}; }
static inline struct opt_real some_real(double v) { return (struct opt_real){true, v}; }
static inline struct opt_bool some_bool(bool v) { return (struct opt_bool){true, v}; }
static inline struct opt_id some_id(struct id v) { return (struct opt_id){true, v}; }
// The all-zero id becomes NULL.
static inline struct opt_id opt_id_of(struct id v) { return (struct opt_id){!id_is_none(v), v}; }
static inline struct bytes bytes_of(const void *p, size_t n) { return (struct bytes){p, n}; }
