// SPDX-License-Identifier: Apache-2.0
// Players: what is being listened to right now. A token is good while the session that opened it,
// what it was opened for, the rights over the call and the agreement are, and until fifteen minutes
// after it was last used: asked again when the last answer is
// older than a second, in the middle of a running stream too. Only what may_hear allows has
// sound (vault/masked.h); when that changes the bytes are another version, and a stream of the old
// one ends. A range in between is answered from memory: whatever this process itself changes makes
// the next range ask again at once. Open recordings are kept between ranges. Thread-safe; several
// ranges of one recording are read side by side; a read takes as long as a few blocks of the file
// do.
#pragma once
#include "centre/viewer.h"
#include "vault/playable.h"

struct site;
struct served;
struct players;

enum { PLAYER_IDLE_MS = 15 * 60 * 1000 };

struct player {
  uint8_t token[32];   // the token's hash
  uint8_t session[32]; // likewise the session's
  struct id person;
  enum playable_kind kind;
  uint64_t version; // of the bytes, said by players_size: an ETag
};

MUST_CHECK enum err players_new(struct site *site, struct players **out);
void players_free(struct players *p);
// Whether the session of `who` was let hear this token within the last second; fills who->person.
bool players_know(struct players *p, struct player *who);
void players_recheck(struct players *p); // rights, sessions or agreements may have changed
// E_NOT_FOUND: no such token, or not yours, or erased; E_FORBIDDEN, E_NO_SESSION: no longer;
// E_GONE: yours, and ended: whoever may still hear opens another, with its own line in the log.
MUST_CHECK enum err players_size(struct players *p, struct player *who, uint64_t *out);
// E_CONFLICT: there is another version meanwhile. Sound that is read is sound that is served
// (review-web/http/served.h).
MUST_CHECK enum err players_read(struct players *p, const struct player *who, uint64_t at, void *to,
                                 size_t n, size_t *out_n);
