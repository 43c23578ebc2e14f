// SPDX-License-Identifier: Apache-2.0
// Blobs: sealed files in the local store, audio/ab/<id>.<kind>.sealed (ab: the id's last two hex).
// A blob is written under a temporary name and becomes visible whole: blob_publish seals it, syncs
// file and folder. Removing is plain unlinking: what makes a recording unreadable is its key's end.
// `audio_dir` is an open descriptor of the folder audio/. Thread: one at a time per writer.
#pragma once
#include "core/sealed.h"

struct blob;

MUST_CHECK enum err blob_create(int audio_dir, struct sealed_name name,
                                const uint8_t key[SEALED_KEY], struct blob **out);
MUST_CHECK enum err blob_write(struct blob *b, const void *p, size_t n);
MUST_CHECK enum err blob_patch(struct blob *b, const void *p, size_t n); // sealed_patch
MUST_CHECK enum err blob_seal(struct blob *b);    // final block, fsync; still not visible
MUST_CHECK enum err blob_publish(struct blob *b); // seals if need be, renames, syncs the folder
void blob_free(struct blob *b);                   // what was not published disappears

MUST_CHECK enum err blob_open(int audio_dir, struct sealed_name name, const uint8_t key[SEALED_KEY],
                              struct sealed **out);
MUST_CHECK enum err blob_remove(int audio_dir, struct sealed_name name); // absent is fine
// Every visible blob; `kind` is valid during the call only.
MUST_CHECK enum err
blob_each(int audio_dir, enum err (*each)(void *self, struct id id, const char *kind), void *self);
void blob_sweep(int audio_dir); // removes temporary files of a writer that died
