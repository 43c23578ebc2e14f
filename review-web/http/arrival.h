// SPDX-License-Identifier: Apache-2.0
// Arrival: a file that another system sends, written down as it comes: import/.upload-ID.KIND, and
// beside it import/.upload-ID.told, what it told of the call. The watched folder passes over names
// that begin with a dot; import takes those whose row says that they are whole
// (recorder/import/sent.h). What is here of a file is its length, so nothing is lost with this
// process: whoever sends asks how much there is and goes on from there. Nothing here reads what is
// in it.
//
// One request has a file at a time (a lock the kernel lets go with the process). Any thread.
#pragma once
#include "core/db.h"
#include "core/sv.h"

struct site;
struct arrivals;

enum { ARRIVAL_KIND = 8, ARRIVAL_NAME = 64 };

struct arrival {
  struct site *site;
  int file;   // -1: none
  bool going; // it counts among those on their way
  bool fresh; // of this request: it goes with it, unless it is kept
  struct id id, key;
  char kind[ARRIVAL_KIND];
  uint64_t at, length; // bytes that are here, and that were announced
};

// Whose file it is, and how large; counts as on its way until arrival_drop. E_TOO_BIG, E_TOO_MANY,
// E_FULL: a limit, counted.
MUST_CHECK enum err arrival_admit(struct db *db, struct arena *a, struct arrival *v);
MUST_CHECK enum err arrival_make(struct arrival *v); // an empty one
// One that is here. E_CONFLICT: another request is sending it. E_NOT_FOUND: it was given up.
MUST_CHECK enum err arrival_open(struct arrival *v);
MUST_CHECK enum err arrival_look(struct arrival *v); // how much of it is here, whoever is sending
MUST_CHECK enum err arrival_take(void *self, const char *p, size_t n); // a sink's
MUST_CHECK enum err arrival_flush(struct arrival *v);                  // to the disk
MUST_CHECK enum err arrival_tell(const struct arrival *v, struct sv told);
MUST_CHECK enum err arrival_remove(const struct arrival *v);
void arrival_drop(void *self);

MUST_CHECK enum err arrivals_new(struct arrivals **out);
void arrivals_free(struct arrivals *a);
// At the start and now and then: what is all here and was not said to be, what nobody goes on with,
// what has been told for long, and files without a row.
enum { ARRIVAL_IDLE_MS = 24 * 3600 * 1000 };
MUST_CHECK enum err arrivals_tidy(struct site *s, struct db *db, int64_t now_ms);
