// SPDX-License-Identifier: Apache-2.0
// Rules: which calls are recorded, as the house has written it down. One rule a line, and the first
// that fits decides; a call that none fits is recorded:
//   # words after this sign are for people
//   Between colleagues: none if direction internal
//   Every fifth order:  share 20 if queue Orders direction in
//   Our bank:           none if number +46771* number 08123
//   Anna and Bo learn:  all if agent "Anna Berg" agent "Bo Ek"
//   Wrong numbers:      none if shorter 10
// all | none | share PER CENT, drawn by lot. Conditions of one word: one of them must fit; those of
// different words: all. number is the other side's, "*" stands for any digits; shorter is in
// seconds. Before all of them a number that has refused is never recorded.
//
// At the start of a call some of it is not known: then a rule may fit, and what is decided is only
// what holds whichever way it goes. In the catalogue and in run/policy agents and queues stand by
// their ids. Pure; any thread.
#pragma once
#include "core/buf.h"
#include "core/id.h"
#include "core/number.h"
#include "core/secret.h"

enum {
  RULES_MOST = 64,
  RULES_NAME = 80,
  RULES_VALUE = 96,
  RULES_WANTS = 12,
  RULES_BYTES = 64 * 1024,
  RULES_SEATS = 16,
  RULES_NUMBERS = 40,
  RULES_LOTS = 10000,
};

enum rules_word { RULES_DIRECTION, RULES_QUEUE, RULES_AGENT, RULES_NUMBER, RULES_SHORTER };
enum { RULES_WORDS = RULES_SHORTER + 1 };

struct rules_want {
  enum rules_word word;
  char value[RULES_VALUE];
  int64_t ms; // of shorter
};

struct rule {
  char name[RULES_NAME];
  uint32_t share; // in a hundred: 0 none, 100 all
  size_t n;
  struct rules_want want[RULES_WANTS];
};

struct rules { // large: not for the stack
  int64_t version;
  size_t n;
  struct rule rule[RULES_MOST];
};

// E_BAD_DATA, with the line's number: not understood; what was read stays in *out.
MUST_CHECK enum err rules_read(struct sv text, struct rules *out);
MUST_CHECK enum err rules_read_line(struct sv line, struct rules *r); // one more
void rules_write(const struct rule *r, struct buf *out);              // a line, as it is read
const char *rules_word_name(enum rules_word w);

struct rules_seat { // of one of ours in the call; none: nobody's, no queue's
  struct id agent, queue;
};

struct rules_call {
  bool ended, refused;   // ended: what is not known now will not be
  const char *direction; // in | out | internal; "unknown" or NULL: not known
  int64_t length_ms;     // -1: not known yet
  int32_t lot;           // rules_lot; -1: not drawn
  size_t n_seats, n_numbers;
  struct rules_seat seat[RULES_SEATS];
  char number[RULES_NUMBERS][NUMBER_ROOM]; // of the other side, in each form
};

// A number as it came over the wire, user part alone, and each form it may be written in.
void rules_call_number(struct rules_call *c, struct sv user, const char *country);

enum rules_fit { RULES_NO, RULES_MAY, RULES_YES };
// *out_word: what of it fits least.
enum rules_fit rules_fit(const struct rule *r, const struct rules_call *c,
                         enum rules_word *out_word);

enum rules_says { RULES_RECORDS, RULES_LATER, RULES_EXCLUDES }; // later: not known yet
struct rules_told {
  enum rules_says says;
  bool refused;
  const struct rule *rule; // that decides, or waits; NULL: none, or it refused
};
struct rules_told rules_decide(const struct rules *r, const struct rules_call *c);

// The same call draws the same lot, however often it is asked.
int32_t rules_lot(const struct secret_key *key, struct sv name);
// Both keys come of the site's: "recording.lot", "refused.number".
struct secret_key rules_lot_key(const struct secret_key *site);
struct secret_key rules_refused_key(const struct secret_key *site);
