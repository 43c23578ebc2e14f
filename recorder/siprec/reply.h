// SPDX-License-Identifier: Apache-2.0
// Reply: answers to SIP requests as text (RFC 3261, 8.2.6), and the requests a server sends within
// a dialog. Pure: text in, text out.
#pragma once
#include "core/buf.h"
#include "recorder/wire/sip.h"

struct reply {
  int status;
  const char *reason;
  const char *tag;     // ours; NULL: the request's To has one
  const char *contact; // "sip:10.0.0.1:5060"; NULL: no dialog comes of it
  const char *more;    // further header lines, each ended by CRLF; NULL: none
  struct sv sdp;       // empty: no body
  struct endpoint from;
};
// The port at which the sender of a datagram waits for its answer (RFC 3261, 18.2.2; RFC 3581). A
// Via's maddr is never followed: whoever writes one chooses whom we would send to.
uint16_t reply_port(const struct sip *request, const struct endpoint *from);
void reply_write(const struct sip *request, const struct reply *r, struct buf *out);

// What a request of our own within a dialog is made of: the client's words, kept from its INVITE.
enum { ENDS_TEXT = 400 };
struct ends {
  char target[ENDS_TEXT], local[ENDS_TEXT], remote[ENDS_TEXT], routes[2 * ENDS_TEXT];
};
void ends_take(struct ends *e, const struct sip *invite);   // longer than its room: without
void ends_refresh(struct ends *e, const struct sip *again); // its Contact may have moved
struct ask {
  const char *method, *via, *tag, *call_id, *contact, *more; // via: "UDP 192.0.2.7:5060;branch=…"
  struct sv sdp;                                             // empty: no body
  uint32_t cseq;
};
void ask_write(const struct ends *e, const struct ask *a, struct buf *out);

#define REPLY_ALLOW "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE\r\n"
#define REPLY_ABLE                                                                                 \
  "Supported: siprec, timer\r\n"                                                                   \
  "Accept: application/sdp, application/rs-metadata+xml, application/rs-metadata, "                \
  "multipart/mixed\r\n"                                                                            \
  "Accept-Encoding: gzip, deflate, identity\r\n"
