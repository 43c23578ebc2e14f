// SPDX-License-Identifier: Apache-2.0
// Sources: the one or two open sound files of a call, their common hash, and their samples fed to a
// take: two halves to their sides, a stereo file split, a mono mix kept mono.
#pragma once
#include "recorder/encode/take.h"
#include "recorder/import/batch.h"
#include "recorder/import/facts.h"
#include "recorder/import/media.h"

enum { SOURCES_HASH_TEXT = 2 * 32 + 1 };

struct sources {
  int file[2];
  const char *name[2];
  size_t n;
  const char *says;    // of a file, though it is taken; NULL: nothing
  int64_t later_us[2]; // how long after the call's start each began
  int64_t changed_ms;  // the first file's last change: when nothing else tells, the call's end
  struct media *media[2];
  int64_t fed_us[2];
  void (*alive)(void *self); // called as the sound goes by; NULL: nobody minds
  void *self;
};

#define SOURCES_NONE ((struct sources){.file = {-1, -1}})
void sources_drop(struct sources *s);
// Opens, refuses what is no file or not whole. A vCon: its `sound` instead of what lies on the
// disk.
MUST_CHECK enum err sources_open(int dir, const struct parcel *p, const struct facts_sound *sound,
                                 struct sources *out);
// Is it the sound that is told of ("sha512-" and base64url)? NULL: nobody says; two files: nobody
// can.
MUST_CHECK enum err sources_check(const struct sources *s, const char *content_hash);
MUST_CHECK enum err sources_hash(const struct sources *s, char out[SOURCES_HASH_TEXT]);
// Starts the children: what they say of their formats tells how many voices come apart.
MUST_CHECK enum err sources_start(struct sources *s, const char *program, uint8_t *out_channels);
// All of it, the sides never more than half a second apart. `first`: whose the first file is, or
// the left channel.
MUST_CHECK enum err sources_feed(struct sources *s, enum take_side first, struct take *t);
