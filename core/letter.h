// SPDX-License-Identifier: Apache-2.0
// Letter: one code point of UTF-8, and what text is compared by: the letter that is shown where two
// code points stand for it (NFC for Latin letters), and its small form. Pure; any thread.
#pragma once
#include "core/buf.h"
#include "core/sv.h"

// 0 where the bytes are no UTF-8 (overlong, surrogates and halves among them), and for NUL.
uint32_t letter_at(struct sv s, size_t *out_bytes);
void letter_put(struct buf *b, uint32_t c);
// The letter that is shown for the two; 0: they stay two.
uint32_t letter_composed(uint32_t bare, uint32_t mark);
uint32_t letter_small(uint32_t c);
bool letter_is_blank(uint32_t c); // of any width, no-break ones too; not what breaks the line
bool letter_is_dash(uint32_t c);  // hyphens, dashes of any length, minus
// What turns the line around it, breaks it, or is not seen: a name with it is not what it seems.
bool letter_is_hidden(uint32_t c);
