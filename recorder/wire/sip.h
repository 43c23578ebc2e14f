// SPDX-License-Identifier: Apache-2.0
// SIP messages (RFC 3261; RFC 4028 session timers), read as leniently as a bystander must: compact
// header names, folded lines, bare LF, odd blanks, unknown methods, several requests in one packet
// (the first is read; RFC 4475, 3.1.1.9). Pure: views into the packet, nothing allocated.
//
// A value that was folded keeps its line breaks: they count as blanks to everything below.
// More than SIP_HEADERS_MAX header lines: the rest is not kept; the fields named in struct sip are
// always found, whatever their place.
#pragma once
#include "recorder/wire/span.h"

enum { SIP_HEADERS_MAX = 128 };

enum sip_method { // those a recorder acts upon
  SIP_OTHER,
  SIP_INVITE,
  SIP_ACK,
  SIP_BYE,
  SIP_CANCEL,
  SIP_PRACK,
  SIP_UPDATE,
  SIP_INFO,
  SIP_REFER,
};

struct sip_name {    // one address of From, To, Contact, P-Asserted-Identity …
  struct sv display; // without quotes, escapes left as they are
  struct sv uri;     // "sip:user@host;x=y"
  struct sv user;    // of the URI: a number or a name, without password and user parameters
                     // (as written: sip_user reads what is escaped in it)
  struct sv host;    // without port
  struct sv tag;
};

struct sip_header {
  struct sv name, value;
};

struct sip {
  bool request;
  enum sip_method method; // of the request, or CSeq's in a response
  struct sv method_name, uri;
  int status; // 100–699 in a response
  struct sv reason;
  struct sv call_id;
  uint32_t cseq;
  struct sip_name from, to;
  struct sv asserted;         // P-Asserted-Identity, whole value
  struct sv content_type;     // "application/sdp; x"
  uint32_t session_expires_s; // 0: not given
  bool has_content_length;
  struct sv body;
  size_t n_headers;
  struct sip_header header[SIP_HEADERS_MAX];
};

// False: not a SIP message a dialog could be followed by (no start line, Call-ID, CSeq, From or
// To).
bool sip_parse(struct sv message, struct sip *out);
bool sip_name_parse(struct sv value, struct sip_name *out); // false: no URI in it
// The user of a URI as a person would write it: escapes read (%2B is +), and of a telephone number
// the visual separators left out (RFC 3966, 5.1.1). Returns its length; room is always ended.
size_t sip_user(struct sv user, char *room, size_t room_n);
// First header of that full name (compact names are matched too); empty when there is none.
struct sv sip_header(const struct sip *m, struct sv name);
struct sv sip_header_at(const struct sip *m, struct sv name, size_t nth); // the nth of that name
// Cuts the next of several values off that are separated by commas, quotes and <> heeded.
struct sv sip_value_cut(struct sv *rest);
// The sender's mark on the transaction: the topmost Via's branch, or all of that Via without one.
struct sv sip_branch(const struct sip *m);
// The part of the body that is a session description: the body itself, or the first such part of a
// multipart one (RFC 2046). Empty when there is none.
struct sv sip_sdp(const struct sip *m);
// Is it a recorder that is rung here (RFC 7866: Require: siprec, metadata in the body, +sip.src)?
bool sip_is_recording(const struct sip *m);
