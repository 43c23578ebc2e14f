// SPDX-License-Identifier: Apache-2.0
// Facts: what is told about a call that arrives as a file: by a JSON sidecar of ours, a vCon, a row
// of Asterisk's CDR, the file's own name. All of it is a stranger's word: bounded, never trusted
// with more than what it says. Strings live in the arena given; NULL and 0 mean: not told. Pure
// functions; none of them opens a file.
#pragma once
#include "core/arena.h"
#include "core/sv.h"

enum facts_left { LEFT_UNTOLD, LEFT_AGENT, LEFT_CALLER };
enum facts_half { HALF_NONE, HALF_AGENT, HALF_CALLER };

struct facts_of {       // what is told of
  const char *uniqueid; // of the sound's name, or NULL: picks the CDR's row; one row needs none
  const char *file[2];  // its name, or those of its halves; NULL: the vCon's own sound
};

enum { FACTS_NUMBERS = 4 };
struct facts {
  const char *external_id; // the PBX's own: uniqueid, vCon uuid
  int64_t started_ms;
  const char *direction;            // in | out | internal
  const char *agent, *agent_name;   // extension or address
  const char *caller, *caller_name; // number
  const char *queue, *language, *title;
  const char *content_hash; // of the sound, as a vCon tells it: sha512-, base64url (RFC 6920)
  const char *unheard;      // fields that were told and not understood, as a list
  bool guessed;             // which of the two numbers is the agent's, no word told
  enum facts_left left;  // who is on a stereo file's left channel, or in the first of a vCon's two
  enum facts_half voice; // a mono sound is that one's alone; HALF_NONE: it is both voices
  bool of_people;        // both follow the two people, whoever of them turns out to be ours
  const char *number[FACTS_NUMBERS]; // in its name, and no rule tells whose is whose
  size_t n_numbers;
  int64_t later_ms[2]; // of a vCon's two recordings: how long after the call's start it began
};

void facts_fill(struct facts *into, const struct facts *from); // only what is not told yet

// Any of the three, told apart by what is in it. E_BAD_DATA with a sentence.
// `of` may be NULL.
MUST_CHECK enum err facts_read(struct sv text, const struct facts_of *of, struct arena *a,
                               struct facts *out);
MUST_CHECK enum err facts_json(struct sv text, const struct facts_of *of, struct arena *a,
                               struct facts *out);
MUST_CHECK enum err facts_cdr(struct sv text, const char *uniqueid, struct arena *a,
                              struct facts *out);

// Each row of a CDR, in turn. What a row says lies in an arena that the next one takes; an error of
// `each` ends it.
struct facts_row {
  struct facts facts;
  bool read; // false: no row of a CDR with a uniqueid and a time; then nothing else is told
  bool answered;
};
MUST_CHECK enum err
facts_cdr_each(struct sv text, enum err (*each)(void *ctx, const struct facts_row *row), void *ctx);

// A vCon that carries its sound in itself: decoded into the arena, with the name it had; two where
// each is one person's own. None when it only points elsewhere: nothing is ever fetched.
struct facts_sound {
  struct sv audio[2];
  const char *name[2];
  size_t n;
};
MUST_CHECK enum err facts_vcon_sound(struct sv text, struct arena *a, struct facts_sound *out);

// force-0701740605-1003-20261120-091405-1795302661.17.wav, q-600-…, in-…, out-…, exten-…,
// internal-….
void facts_name(const char *file, struct arena *a, struct facts *out);

void facts_numbers(struct sv name, struct arena *a, struct facts *out);

// Which half of a pair this name is, and what its pair's name without the half is.
enum facts_half facts_half(const char *file, struct arena *a, const char **out_whole);
// Whose voice alone such a file has. In capitals -IN and -OUT are the way a call went, and no half.
enum facts_half facts_voice(const char *file);
// The names its other half may have beside it; how many.
enum { FACTS_OTHERS = 9 };
size_t facts_other_halves(const char *file, struct arena *a, const char *out[FACTS_OTHERS]);
// The uniqueid at the end of such a name ("1795302661.17"), or NULL.
const char *facts_uniqueid(const char *file, struct arena *a);
// "2026-11-20T09:14:05.120+01:00", with Z, with a space, without a zone (then local time); 0: no
// clock shows it. Of an hour that comes twice the uniqueid (or NULL) tells which it was;
// *out_twice: nothing told, the first was taken.
int64_t facts_time(struct sv text, const char *uniqueid, bool *out_twice);
int64_t facts_local(const struct tm *clock, const char *uniqueid, bool *out_twice);
// What was told and is not taken as it was told is said, by its name.
void facts_unheard(struct facts *f, struct arena *a, const char *of, const char *key);
void facts_heard_time(struct facts *f, struct arena *a, const char *key, bool told, bool twice);
