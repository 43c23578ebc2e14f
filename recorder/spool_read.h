// SPDX-License-Identifier: Apache-2.0
// Spool reader: follows files that capture still writes, and takes up what a dead capture left.
// Rules (the format is in spool.h): first ask spool_run_alive, then read. An incomplete record
// means wait while the writer lives and loss at the end once it is dead. A whole record that fails
// authentication is corruption: reported, and reading goes on at the next record that
// authenticates. The reader never writes; only spool_key_destroy and spool_run_remove change
// anything. Thread: one at a time per reader.
#pragma once
#include "core/id.h"
#include "recorder/spool_records.h"

struct spool_reader;

struct spool_keys { // encode's pair (crypto_box)
  uint8_t public_key[32], secret_key[32];
};

enum spool_got {
  SPOOL_GOT_RECORD,
  SPOOL_GOT_WAIT,    // nothing whole yet, the writer lives
  SPOOL_GOT_OVER,    // nothing more will come: END was read, or the writer is dead
  SPOOL_GOT_CORRUPT, // bytes were skipped; ask again
};

struct spool_record {
  enum spool_kind kind;
  int64_t wall_us;
  struct sv body; // valid until the next call
};

// Is the writer of this run alive? A run folder without `alive` is dead.
bool spool_run_alive(int run_dir);

// E_BAD_DATA: no spool of ours, or not sealed to this pair. E_END: the header is not whole.
MUST_CHECK enum err spool_read_open(int run_dir, const char *name, const struct spool_keys *keys,
                                    struct spool_reader **out);
MUST_CHECK enum err spool_read_next(struct spool_reader *r, bool alive, struct spool_record *out,
                                    enum spool_got *out_got);
bool spool_read_ended(const struct spool_reader *r);       // an END record was read
uint64_t spool_read_skipped(const struct spool_reader *r); // bytes lost to corruption
uint64_t spool_read_backlog(const struct spool_reader *r); // bytes on disk not read yet
void spool_read_rewind(struct spool_reader *r);            // from the first record again
void spool_read_free(struct spool_reader *r);

// "<interaction>.spool" is a call's part, "<interaction>.done" one whose rows were about to be
// written. Anything else: false.
bool spool_part_parse(const char *name, struct id *out_interaction, bool *out_done);
// Overwrites what its call's key is sealed in: what the disk still holds of the file after it is
// unlinked opens for nobody. A file that cannot be opened is left, and it is logged.
void spool_key_destroy(int run_dir, const char *name);
// Unlinks alive, reserve and dot-files of a dead run and the folder if no part is left in it.
void spool_run_remove(int spool_dir, const char *run);
