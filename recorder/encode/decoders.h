// SPDX-License-Identifier: Apache-2.0
// Decoders: the parent's end of the sandboxed decoder program (recorder/decode): frames in, PCM out
// over a socket pair. The child holds no file, no key, no network; a frame that kills or stalls it
// is answered with DECODE_FAILED and the child is started anew, for all calls that use it.
// Open it once per process; one thread.
#pragma once
#include "core/base.h"

struct decoders;

// `program`: path of medlyss-decode. NULL forks without exec: for tests only, because the child
// then inherits the parent's memory.
MUST_CHECK enum err decoders_open(const char *program, struct decoders **out);
void decoders_free(struct decoders *d);    // takes NULL
int64_t decoders_restarts(const struct decoders *d);
