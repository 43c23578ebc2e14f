// SPDX-License-Identifier: Apache-2.0
// One recording dialog of the load: what is sent for it, and what an answer to it means.
#ifndef MEDLYSS_TESTS_SIPRECLOAD_DIALOG_H
#define MEDLYSS_TESTS_SIPRECLOAD_DIALOG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LINES = 2, MESSAGE_MAX = 4096 };
enum dialog_state {
  DIALOG_WAITS,
  DIALOG_RINGS,
  DIALOG_UP,
  DIALOG_LEAVES,
  DIALOG_GONE,
  DIALOG_FAILED
};

struct dialog {
  enum dialog_state state;
  uint32_t n;       // which it is, from 0
  uint32_t cseq;    // of the request that is under way, or was the last
  uint32_t version; // of its description
  bool asked;       // an answer to cseq is waited for
  bool held;        // it is not spoken
  uint16_t again;   // re-INVITEs so far
  uint16_t port[LINES];
  char tag[48];                        // the server's
  int64_t asked_us, began_us, next_us; // when it was first asked; sent again from; the next step
  int64_t every_us;                    // between repetitions of the request (RFC 3261, T1, doubled)
  uint32_t said;                       // packets a line
};

enum wish { WISH_INVITE, WISH_HOLD, WISH_RESUME, WISH_SAME, WISH_BYE };

/** Begins a request of D: its text into OUT, whose length is returned. `cseq` and `held` are set.
 */
size_t dialog_ask(struct dialog *d, enum wish wish, uint16_t server, uint16_t own,
                  char out[MESSAGE_MAX]);
/** The request that is under way once more, or the ACK of its answer. */
size_t dialog_repeat(const struct dialog *d, enum wish wish, uint16_t server, uint16_t own,
                     char out[MESSAGE_MAX]);
size_t dialog_ack(const struct dialog *d, uint16_t server, uint16_t own, char out[MESSAGE_MAX]);
/** Which dialog an answer belongs to, its status, CSeq and method; false: to none. */
bool answer_read(const char *text, uint32_t *n, int *status, uint32_t *cseq, bool *invite);
/** The server's tag and the ports of its lines, out of the answer to an INVITE. */
bool dialog_up(struct dialog *d, const char *answer);
#endif
