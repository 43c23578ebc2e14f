// SPDX-License-Identifier: Apache-2.0
// Sessions: a 256-bit token in a cookie, its hash in the catalogue. Idle 30 min, 12 h at most
// (settings); a new one at each sign-in; looked up at each request, so that ending a person ends
// everything at once. The cookie is __Host-medlyss where browsers come by TLS, medlyss otherwise
// (on loopback, for trying it out: a browser refuses __Host- without TLS).
#pragma once
#include "review-web/http/request.h"

enum { SESSION_TOKEN = 44 }; // base64url of 32 bytes, with the NUL

// Fills req->viewer from the cookie; E_NO_SESSION.
MUST_CHECK enum err session_find(struct request *req);
// Likewise, without asking the catalogue, for the token in a player's address; false: ask it.
bool session_of_player(struct request *req);
// Still there, and its person may still sign in.
MUST_CHECK enum err session_alive(const struct site *site, struct db *db, struct arena *a,
                                  const uint8_t hash[32], bool *out);
// In a transaction: a new session and its cookie in the reply.
MUST_CHECK enum err session_begin(struct request *req, struct id person);
MUST_CHECK enum err session_end(struct request *req);

void token_make(char out[SESSION_TOKEN]);
void token_hash(struct sv token, uint8_t out[32]); // what the catalogue keeps
