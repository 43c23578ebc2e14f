// SPDX-License-Identifier: Apache-2.0
// Spool: calls in the making, written by capture so that a crash cannot hurt them and nobody but
// encode can read them.
//
//   spool_run_open -> spool_open -> spool_put(OPEN), spool_put(LEG), spool_rtp …, spool_put(END)
//                  -> spool_close;  spool_run_tick every 20..100 ms;  spool_run_free at the end
//
// One run is one capture process: a folder spool/<run>/ with a file `alive`, locked (flock) for the
// whole life of the process on a close-on-exec descriptor. One file per call and run, made under a
// dot-name, renamed once its header is written, never reopened for writing: no nonce comes twice.
//   header  104 bytes: magic "MEDSPL1\n", 16 random bytes, crypto_box_seal(call key) for encode
//   record  u32le length, u32le sequence, XChaCha20-Poly1305 of (i64le wall µs, u8 kind, body);
//           nonce = sequence, zero padded; associated data = random bytes ‖ length ‖ sequence
// RTP is gathered and written after 160 ms (of a file that can be read again 2 s) or 16 KiB; every
// other record at once, in order. After a short write the same ciphertext is finished later. When
// the disk is full the reserve is given up and `full` is set; when that is gone too packets are
// dropped, counted and marked in the spool.
//
// Thread: everything from the one thread that opened the run, spool_run_health from any. A thread
// of the run's own calls syncfs once a second. Memory: 19 KiB per call.
#pragma once
#include "core/id.h"
#include "recorder/spool_records.h"

struct spool_run;
struct spool;

enum { SPOOL_PUBLIC_KEY = 32 };

struct spool_options {
  size_t reserve_bytes; // kept free for open calls when the disk fills; 0: none
  bool no_sync;         // replay of a capture file: losing power loses nothing that is not repeated
  int64_t gather_us;    // packets wait as long for company; 0: 160 ms
};

struct spool_health {
  uint64_t bytes;   // written by this run
  uint64_t dropped; // packets that found no room
  uint64_t write_errors, sync_errors;
  int64_t sync_us, sync_max_us; // the last syncfs and the longest; an alarm above 1 s
  uint32_t calls;               // open now
  bool full;                    // no room but the reserve: refuse new calls
};

MUST_CHECK enum err spool_run_open(int spool_dir, const uint8_t encode_public[SPOOL_PUBLIC_KEY],
                                   struct spool_options options, struct spool_run **out);
void spool_run_tick(struct spool_run *r, int64_t now_us); // the clock spool_rtp gets
void spool_run_health(struct spool_run *r, struct spool_health *out);
void spool_run_free(struct spool_run *r); // NULL is fine; closes what is still open, without END

MUST_CHECK enum err spool_open(struct spool_run *r, struct id interaction, struct spool **out);
// E_FULL: the disk takes no more; the record is kept (128 KiB of such) and tried on every tick.
// E_TOO_BIG: the body exceeds SPOOL_BODY_MAX and was not taken. E_IO: this part is broken.
MUST_CHECK enum err spool_put(struct spool *s, enum spool_kind kind, int64_t wall_us,
                              struct sv body);
// `packet` is the whole RTP or RTCP packet, decrypted. Errors as above; E_FULL with `dropped`
// raised when it found no room.
MUST_CHECK enum err spool_rtp(struct spool *s, int64_t wall_us, uint8_t leg, uint8_t flags,
                              struct sv packet);
uint64_t spool_bytes(const struct spool *s);
// Writes what is gathered; what finds no room is written by later ticks. NULL is fine.
void spool_close(struct spool *s);
