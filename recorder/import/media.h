// SPDX-License-Identifier: Apache-2.0
// Media: a sound file read by a child that can do nothing else. The parent hands over one open
// descriptor and gets samples; it never lets a byte of the file near a parser of its own process.
//
//   media_open(&opening, &m);  while (media_read(m, &chunk) == OK && chunk.frames) …; media_free(m)
//
// What the child says is as hostile as the file: every message is checked. It has 256 MiB, 20 s of
// CPU, 60 s without a word, no files, no sockets (recorder/jail.h). One thread per media.
#pragma once
#include "core/sv.h"

struct media;

struct media_opening {
  const char *program; // this program's own path: the child is it with --child
  int file;            // seekable; stays the caller's
  const char *name;    // for its extension: headerless formats are told by nothing else
};

struct media_format {
  uint32_t rate_hz; // 8000 or 16000: what the samples have been brought to
  uint8_t channels; // 1 or 2
  char codec[24];   // as in a=rtpmap where it has such a name: PCMA, GSM, MP3
};

struct media_chunk {
  const int16_t *pcm; // interleaved, until the next call
  size_t frames;      // 0: the end, and the file was whole
};

MUST_CHECK enum err media_open(const struct media_opening *o, struct media **out);
struct media_format media_format(const struct media *m);
// E_BAD_DATA with a sentence: no sound of a kind we take, not whole, or its child died of it.
MUST_CHECK enum err media_read(struct media *m, struct media_chunk *out);
void media_free(struct media *m); // NULL is fine; ends the child

// What the child is locked in by (recorder/jail.h); any child may call it.
MUST_CHECK enum err media_child_lock(void *self);
// The child: `medlyss-import --child FORMAT RATE`, the file on descriptor 3, the parent on 4.
NORETURN void media_child(const char *format, const char *rate);
