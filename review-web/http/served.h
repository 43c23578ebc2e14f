// SPDX-License-Identifier: Apache-2.0
// Served: which stretches of sound have been handed out under which listening and are not written
// to its row yet. A range adds to it; once a second the writing thread writes what there is, and a
// player that tells what it played takes its own at once (review-web/http/heard.h says what
// follows). Thread-safe. Errors: E_BUSY no memory: then the sound is not handed out.
#pragma once
#include "core/stretch.h"

struct db;
struct site;
struct served;

enum { SERVED_MOST = 32 }; // apart; those that lie nearest become one

struct served_part {
  uint8_t token[32]; // the listening's, hashed
  struct stretch v[SERVED_MOST + 1];
  size_t n;
};

// `write` is asked on the writing thread, inside a transaction: review-web/http/heard.h.
typedef enum err served_writer(struct db *db, const struct served_part *part, int64_t now_ms);
MUST_CHECK enum err served_new(struct site *site, served_writer *write, struct served **out);
void served_free(struct served *s);
MUST_CHECK enum err served_add(struct served *s, const uint8_t token[32], struct stretch what);
// What is not written of this listening; it is the caller's to write. n is 0 where there is
// nothing.
void served_take(struct served *s, const uint8_t token[32], struct served_part *out);
void served_write(struct served *s); // now, by the writing thread
