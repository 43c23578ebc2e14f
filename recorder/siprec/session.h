// SPDX-License-Identifier: Apache-2.0
// Sessions: the dialogs of recording clients (RFC 3261, 7866), and the transactions within them.
// A message comes in, its answers go out; what a description or metadata says goes to the session's
// taking. The 200 to an INVITE is sent again until its ACK (13.3.1.4); a request that comes again
// gets the answer it got. A session ends by BYE or when its timer runs out (RFC 4028).
#pragma once
#include "recorder/siprec/asked.h"
#include "recorder/siprec/digest.h"
#include "recorder/siprec/offer.h"
#include "recorder/siprec/partner.h"
#include "recorder/siprec/ports.h"
#include "recorder/siprec/reply.h"
#include "recorder/siprec/taking.h"
#include "recorder/siprec/transport.h"

enum { SESSION_ID = 256, SESSION_TAG = 128, SESSION_LOCAL = 24, SESSION_ADDRESS = 64 };
enum { SESSION_CONTACT = SESSION_ADDRESS + 32, SESSIONS_GONE = 512 };

struct session {
  bool used, answered, acked; // acked: the last INVITE's
  bool offered;               // the offer is ours, and its answer comes in the ACK
  uint64_t hash;              // of the Call-ID
  char call_id[SESSION_ID], theirs[SESSION_TAG], ours[SESSION_LOCAL];
  uint32_t cseq, invite_cseq;
  struct way way;
  struct buf answer; // the last one, and what it answered
  struct buf ok;     // the 200 to the last INVITE
  struct buf offer;  // the client's description that stands
  uint64_t asked;    // of the request the last answer is to
  int64_t again_us, sent_us, wait_us;
  int64_t expires_us, expires_s; // 0: no timer
  bool refreshes, knows_timer;   // we are to, at half that time; the client can
  bool no_update;                // by a re-INVITE then: the client allows no UPDATE
  struct ends ends;
  uint32_t own_cseq;
  struct buf own; // a request of ours, sent again until it is answered
  int64_t own_next_us, own_wait_us, own_until_us;
  struct offer_origin origin;
  uint8_t key[OFFER_LINES][OFFER_KEY_BYTES];
  int pair[OFFER_LINES]; // PORTS_NONE: none
  struct partner partner[OFFER_LINES];
  struct metadata metadata;
  uint64_t ids;                      // the names of the call that were told last
  uint32_t offers;                   // descriptions so far
  uint8_t at[OFFER_LINES];           // which of the taking's lines each line is
  uint64_t pair_key;                 // CUCM: what its two dialogs have in common; 0: nothing
  bool far;                          // and this is the far end's
  struct taking *taking;             // several dialogs may carry one (stitch.c)
  struct taking *apart[OFFER_LINES]; // and one dialog several (parts.c): of that line; NULL: taking
};

struct session_counts {
  uint64_t dialogs, refused, unknown, broken, expired, unacked;
  uint64_t strange;  // packets of sound from where nothing was agreed on
  uint64_t unproven; // calls whose client gave a name or password that is not known
  uint32_t open;
  uint64_t changes;
};

struct sessions {
  struct transport *transport;
  struct ports *ports;
  struct taker taker;
  const struct source_house *house;
  char address[SESSION_ADDRESS], contact[SESSION_CONTACT];
  uint8_t media[16];
  uint32_t most, share, high;
  int64_t now_us, strange_us; // strange_us: when such a packet came last; 0: never
  int64_t unproven_us;        // as with strange_us
  uint64_t unproven_asked;    // which request that was
  struct digest *digest;      // NULL: no client is asked who it is
  struct session_counts counts;
  struct session *session;
  uint64_t gone[SESSIONS_GONE]; // Call-IDs of those that ended last: a BYE may come again
  size_t n_gone;
};

void sessions_message(struct sessions *s, const struct way *way, struct sv message);
void sessions_packet(struct sessions *s, uint32_t owner, const struct endpoint *from,
                     struct span packet);
bool sessions_heard_strangers(const struct sessions *s); // lately
bool sessions_met_unproven(const struct sessions *s);    // lately
void sessions_tick(struct sessions *s, int64_t now_us);
void session_close(struct sessions *s, struct session *d, const char *reason);
void sessions_free(struct sessions *s);
struct session *session_free_place(struct sessions *s); // NULL: all are taken
// ---- named.c: what a session is known by
uint64_t session_hash(struct sv call_id);
// Where a client that speaks this way reaches us: a Contact's URI.
void session_contact(const struct sessions *s, const struct way *way, char out[SESSION_CONTACT]);

// ---- ourlines.c: which addresses are lines of the house
bool session_knows_lines(const struct sessions *s); // from other numbers
bool session_own_line(void *sessions, struct sv number),
    session_is_own(struct sessions *s, struct sv address);

// ---- keep.c: what a restarted server goes on with
void sessions_save(const struct sessions *s, struct buf *out);
void sessions_adopt(struct sessions *s, struct span saved, int64_t now_us, uint32_t *out_calls);
