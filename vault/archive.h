// SPDX-License-Identifier: Apache-2.0
// Archive: where what was sealed lies, each thing under an id and a kind. A folder today; another
// is one file with a table of functions (vault/archive_driver.h). It gets ciphertext and never a
// key: it has to keep bytes, not secrets.
//
//   archive_put -> archive_write … -> archive_sync -> archive_publish -> archive_discard
//   archive_get -> archive_read …  -> archive_close
//
// A draft is seen by nobody until it is published, whole. What was synced survives a power cut,
// what was published is found after one; the order of key, publishing and rows is the caller's.
// Erasing is taking away: what makes a recording unreadable is its key's end. Threads: an archive
// and its items serve any number at once, a draft one at a time.
#pragma once
#include "core/datadir.h"
#include "core/fence.h"
#include "core/id.h"
#include "core/settings.h"

enum { ARCHIVE_KIND = 16 };

struct archive_name {
  struct id id;
  const char *kind; // opus | peaks | …, at most 15 characters
};

struct archive;
struct archive_draft; // a thing being put
struct archive_item;  // a thing open for reading

MUST_CHECK enum err archive_open(const struct datadir *d, const struct settings *s,
                                 struct archive **out);
// What a program that locks itself in must leave open to use it; before the fence is entered.
void archive_fence(const struct archive *a, struct fence *f, int rights);
void archive_free(struct archive *a); // after its drafts and items; NULL is fine

MUST_CHECK enum err archive_put(struct archive *a, struct archive_name name,
                                struct archive_draft **out);
// At any place, in any order; E_FULL when there is no room.
MUST_CHECK enum err archive_write(struct archive_draft *d, uint64_t at, const void *p, size_t n);
MUST_CHECK enum err archive_sync(struct archive_draft *d);
MUST_CHECK enum err
archive_publish(struct archive_draft *d);      // takes the place of what had its name
void archive_discard(struct archive_draft *d); // what was not published disappears; NULL is fine

MUST_CHECK enum err archive_get(struct archive *a, struct archive_name name,
                                struct archive_item **out); // E_NOT_FOUND: it is not there
uint64_t archive_size(const struct archive_item *i);
// All of n bytes straight into `to`, fewer only at the end.
MUST_CHECK enum err archive_read(const struct archive_item *i, uint64_t at, void *to, size_t n,
                                 size_t *out_n);
void archive_close(struct archive_item *i); // NULL is fine

MUST_CHECK enum err archive_erase(struct archive *a, struct archive_name name); // absent is fine
struct archive_visit { // names are valid during the call only
  enum err (*each)(void *self, struct id id, const char *kind);
  enum err (*odd)(void *self, const char *name); // what was never put there; NULL: not told
  void *self;
};
MUST_CHECK enum err archive_each(struct archive *a, const struct archive_visit *v); // published
void archive_sweep(struct archive *a); // the drafts of a writer that died
MUST_CHECK enum err archive_room(struct archive *a, uint64_t *out_bytes); // UINT64_MAX: no end
bool archive_takes(struct archive *a); // bytes, and keeps them: tried
