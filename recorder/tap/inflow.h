// SPDX-License-Identifier: Apache-2.0
// Inflow: the bytes of a file from front to back, unpacked on the way when it is gzip (RFC 1952):
// also of several members, also broken off. One of two that know zlib (the
// other: recorder/siprec/packed.c).
//
// A window lies over the bytes: inflow_want makes it at least so long, inflow_skip moves on. A
// place is where the window begins; reading can begin there again, also in the middle of a packed
// file (its unpacker's state is copied: some 50 KiB, and what lay in the window). No file stays
// open between two reads, so that thousands may be read side by side; a name that means another
// file by then is in trouble. A file that unpacks to more than INFLOW_RATIO times its size is given
// up: no capture does. Owns its memory; one thread.
#pragma once
#include "recorder/wire/span.h"

enum { INFLOW_RATIO = 400, INFLOW_WINDOW = 128 << 10 };

struct inflow;
struct inflow_place;

// E_BAD_INPUT: no regular file. E_UNSUPPORTED: packed in a way that is not understood.
MUST_CHECK enum err inflow_open(const char *path, struct inflow **out); // `path` is not copied
void inflow_free(struct inflow *f);
// What lies at the front, at least `n` bytes (at most INFLOW_WINDOW) unless the file ends before.
struct span inflow_want(struct inflow *f, size_t n);
void inflow_skip(struct inflow *f, uint64_t n); // a file that ends before is in trouble
// Why less came than was there: broken off, damaged, gone; NULL: it did not, the file just ended.
const char *inflow_trouble(const struct inflow *f);

struct inflow_place *inflow_mark(const struct inflow *f); // NULL without memory
MUST_CHECK enum err inflow_from(const struct inflow_place *p, struct inflow **out);
void inflow_place_free(struct inflow_place *p);
