// SPDX-License-Identifier: Apache-2.0
// Variant: which form a call is scored by. A form may say that it stands in for the usual one: in a
// load window (the short form of a storm), or where the call is about a topic. What says neither is
// a usual form, and so is one whose client we do not know: it is never chosen by itself.
// A load window goes before a topic, for it is the whole day that is different.
#pragma once
#include "core/db.h"

struct variant_form {
  struct id version;
  const char *key, *title_sv, *title_en;
  int64_t number;
  const char *topic; // stands in for calls about it; NULL: whatever they are about
  bool load;         // stands in while a load window is open
  bool other;        // stands in for a reason that is never known here
};
struct variant_call {
  const char *usual;         // key of the form that is used else
  bool loaded;               // fell in a load window
  const char *const *topics; // names, in every language they have
  size_t topic_count;
};
// The place of the form, or n: there is none. Pure.
size_t variant_pick(const struct variant_form *forms, size_t n, const struct variant_call *call);

// The newest published version of each form, in the arena.
MUST_CHECK enum err variant_read(struct db *db, struct arena *a, struct variant_form **out,
                                 size_t *out_n);
// The same for a call of the catalogue. `usual`: a form that is a variant itself is what was
// wanted.
MUST_CHECK enum err variant_of_call(struct db *db, struct arena *a, struct id interaction,
                                    const char *usual, const struct variant_form *forms, size_t n,
                                    size_t *out_at);
