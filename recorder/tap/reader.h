// SPDX-License-Identifier: Apache-2.0
// Reader: one capture file, frame by frame (inflow.h, capfile.h). A place is where the frame that
// was read last begins; a reader from there reads that frame again, and on. One thread.
#pragma once
#include "recorder/tap/capfile.h"

struct reader;
struct reader_place;

// E_BAD_DATA: no capture file; E_UNSUPPORTED, E_BAD_INPUT as inflow_open. `path` is not copied.
MUST_CHECK enum err reader_open(const char *path, struct reader **out);
MUST_CHECK enum err reader_from(const struct reader_place *p, struct reader **out);
void reader_free(struct reader *r);
// False: no more. The frame is valid until the next call.
bool reader_next(struct reader *r, struct frame *out);
uint32_t reader_interface(const struct reader *r); // of that frame
// Why it ended before its time: "breaks off", "is damaged" …; NULL: it did not.
const char *reader_trouble(const struct reader *r);

struct reader_place *reader_mark(const struct reader *r); // NULL without memory
void reader_place_free(struct reader_place *p);
