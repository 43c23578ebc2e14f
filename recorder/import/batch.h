// SPDX-License-Identifier: Apache-2.0
// Batch: which of the files at hand make a call together: a sound file alone, or two halves of one
// call (-in/-out, -rx/-tx, _agent/_caller …), each with the sidecar that lies beside it
// (X.json, X.vcon, X.wav.json). Names only; nothing is opened. Memory: the arena's.
#pragma once
#include "core/arena.h"

enum { BATCH_MAX = 4096, BATCH_LEFT = 4 };

struct parcel {         // one call
  const char *sound[2]; // [0] the agent's half or the only file; [1] the caller's half or NULL
  const char *sidecar;  // or NULL
  const char *left[BATCH_LEFT]; // the same call once more: both voices in one file beside the two
  size_t n_left;                // halves, or its sound in another format
  const char *called; // its name with whoever sent it, which tells of it; NULL: sound[0] is
  bool halves;        // its name says it is one half: its other may still come
  bool headless;      // raw sound: nothing in it says whether it is whole
  bool untold;        // neither its name nor a sidecar says when and who: one may still come
};

struct batch {
  struct parcel *parcels;
  size_t n;
  const char **words; // sidecars of no sound that is here
  size_t n_words;
};

// `names` in any order; those that are sidecars of another are not calls of their own. A vCon that
// lies beside no sound is one: it may carry the sound in itself.
enum { BATCH_BESIDE = 9 };
// The names a sidecar of this sound may have, the likeliest first; how many.
size_t batch_beside(struct arena *a, const char *sound, const char *out[BATCH_BESIDE]);
void batch_make(struct arena *a, const char *const *names, size_t n, struct batch *out);
