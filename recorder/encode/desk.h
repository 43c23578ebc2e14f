// SPDX-License-Identifier: Apache-2.0
// Desk: what encode works with: folders, keys, settings, the catalogue and key store when they
// answer. The catalogue may be locked or away for a while: desk_catalogue then answers NULL at once
// and is asked again each second; nothing else waits for it. One thread.
#pragma once
#include "core/keystore.h"
#include "core/settings.h"
#include "recorder/encode/decoders.h"
#include "recorder/spool_read.h"

struct desk {
  struct datadir data;
  struct settings settings;
  fd spool, audio, run;
  struct spool_keys keys;
  struct decoders *decoders; // NULL: rarer codecs become gaps
  struct db *catalogue;      // through desk_catalogue only
  struct keystore *keystore; // likewise
  int64_t asked_us;          // monotonic: when the catalogue was tried last
  enum err away_for;         // why it does not answer: OK, E_BUSY … or, for good, E_CONFLICT
  uint64_t n_committed, n_failed, n_unreadable;
  int64_t newest_us; // wall: of the newest record read from a living capture
};

MUST_CHECK enum err desk_open(const char *data_path, struct desk *out);
struct db *desk_catalogue(struct desk *d);      // NULL: away
struct keystore *desk_keystore(struct desk *d); // NULL: away
void desk_catalogue_failed(struct desk *d);     // closed, opened anew at the next try
void desk_drop(struct desk *d);
