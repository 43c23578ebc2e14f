// SPDX-License-Identifier: Apache-2.0
// Upload head: what the head of a request says of a file that is sent, read. Fields of tus 1.0.0
// (tus.io): Upload-Length, Upload-Offset, and Upload-Metadata, pairs of a name and base64. Of those
// two are read: filename, and call (a JSON object: a sidecar or a vCon). Pure functions; texts live
// in the arena.
#pragma once
#include "core/arena.h"
#include "core/sv.h"

enum { UPLOAD_NAME_MAX = 200 };

enum upload_body {
  UPLOAD_NOTHING, // what is sent follows
  UPLOAD_SOUND,   // the file, or its beginning
  UPLOAD_TOLD,    // what is told of a file that follows
};

struct upload_head { // views of the request's own fields; .p NULL: not there
  struct sv type, length, metadata;
  uint64_t body_bytes;
};

struct upload_said {
  enum upload_body body;
  uint64_t length;  // of the file
  const char *name; // its own, without a path; or NULL
  const char *kind; // its ending, lower case: "wav", "vcon"; "bin": nobody says
  struct sv call;   // what the metadata tell of the call; empty: nothing
};

// E_BAD_INPUT, E_MEDIA: with a sentence that says what to send instead.
MUST_CHECK enum err upload_head_read(struct arena *a, const struct upload_head *h,
                                     struct upload_said *out);
