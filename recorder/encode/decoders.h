// SPDX-License-Identifier: Apache-2.0
// Decoders: the parent's end of the sandboxed decoder program (recorder/decode): frames in, PCM out
// over a socket pair. The child holds no file, no key, no network; a frame that kills or stalls it
// is answered with DECODED_NOT and the child is started anew, for all calls that use it.
// Open it once per process; one thread.
#pragma once
#include "recorder/encode/payload.h"

struct decoders;

// `program`: path of medlyss-decode; NULL: the one beside the running program.
MUST_CHECK enum err decoders_open(const char *program, struct decoders **out);
void decoders_free(struct decoders *d); // takes NULL
int64_t decoders_restarts(const struct decoders *d);

enum decoded { DECODED, DECODED_NOT, DECODED_UNKNOWN };

// Streams are numbered by the parent; 0 is none. All taken: 0.
uint32_t decoders_stream(struct decoders *d);
void decoders_forget(struct decoders *d, uint32_t stream);
enum decoded decoders_run(struct decoders *d, uint32_t stream, const struct payload *as,
                          const uint8_t *frame, size_t n, int16_t *pcm, size_t room, size_t *out_n);
