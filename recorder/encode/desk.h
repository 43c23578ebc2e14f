// SPDX-License-Identifier: Apache-2.0
// Desk: what encode works with: folders, keys, settings, the catalogue and key store when they
// answer. The catalogue may be locked or away for a while: desk_catalogue then answers NULL at once
// and is asked again each second; nothing else waits for it. One thread.
#pragma once
#include "core/fence.h"
#include "core/settings.h"
#include "recorder/encode/decoders.h"
#include "recorder/spool_read.h"
#include "vault/archive.h"
#include "vault/keystore.h"

struct desk_told { // calls, by what became of them
  uint64_t fresh;  // new
  uint64_t longer; // of a capture that grew: in the place of what was kept
  uint64_t beside; // likewise, beside what somebody had built on
  uint64_t known;  // kept already
  uint64_t erased; // were erased, and stay so
};

struct desk {
  struct datadir data;
  struct settings settings;
  fd spool, run;
  struct archive *archive;
  struct spool_keys keys;
  struct decoders *decoders; // NULL: rarer codecs become gaps
  struct db *catalogue;      // through desk_catalogue only
  struct keystore *keystore; // likewise
  int64_t asked_us;          // monotonic: when the catalogue was tried last
  enum err away_for;         // why it does not answer: OK, E_BUSY … or, for good, E_CONFLICT
  uint64_t n_committed, n_failed, n_aside;
  struct desk_told told;
  bool legacy_taken; // what earlier releases left unreadable is in the list
  int64_t newest_us; // wall: of the newest record read from a living capture
};

MUST_CHECK enum err desk_open(const char *data_path, struct desk *out);
// The same within a fence (core/fence.h): its own places are added to `f`, which is entered before
// the decoders are started, so that they are inside too.
MUST_CHECK enum err desk_open_fenced(const char *data_path, struct fence *f, struct desk *out);
// What it tries to break out of it (core/fence_try.h); false: it can.
bool desk_try_forbidden(struct desk *d, struct fence *f);
// E_CONFLICT: the databases are of another version, or were changed (core/db_shape.h).
MUST_CHECK enum err desk_look(struct desk *d);
struct db *desk_catalogue(struct desk *d);      // NULL: away
struct keystore *desk_keystore(struct desk *d); // NULL: away
void desk_catalogue_failed(struct desk *d);     // closed, opened anew at the next try
void desk_keystore_failed(struct desk *d);      // the same, and that try is whoever asks next
void desk_drop(struct desk *d);
