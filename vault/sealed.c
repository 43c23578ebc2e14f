// SPDX-License-Identifier: Apache-2.0
#include "vault/sealed.h"

#include "core/scope.h"
#include "vault/sealed_block.h"

// ---- writing -----------------------------------------------------------------------------------

struct sealed_writer {
  struct sealed_crypt crypt;
  struct archive_draft *to;
  bool broken, finished;
  bool first_held; // the first block is full and waits for the end: sealed_patch may change it
  uint64_t block;
  size_t n; // gathered; a full block waits until it is known not to be the last
  uint8_t bytes[SEALED_STEP], first[SEALED_STEP];
};

static void *aligned_new(size_t n) { // AES-GCM's state must be aligned
  void *p = aligned_alloc(64, (n + 63) / 64 * 64);
  if (p) memset(p, 0, n);
  return p;
}

static uint64_t offset_of(uint64_t block) { return SEALED_HEAD + block * SEALED_STEP; }

// Seals in place; after a failure the plain text is gone, so the file is given up.
static enum err block_write(struct sealed_writer *w, uint64_t block, bool final, uint8_t *bytes,
                            size_t n) {
  sealed_block_seal(&w->crypt, block, final, bytes, n, bytes);
  enum err rc = archive_write(w->to, offset_of(block), bytes, n + SEALED_TAG);
  w->broken |= rc != OK;
  return rc;
}

static enum err block_out(struct sealed_writer *w, bool final) {
  size_t n = w->n;
  w->n = 0;
  if (w->block++ || final) return block_write(w, w->block - 1, final, w->bytes, n);
  memcpy(w->first, w->bytes, n);
  w->first_held = true;
  return OK;
}

enum err sealed_create(struct archive_draft *to, struct archive_name name,
                       const uint8_t key[SEALED_KEY], enum sealed_cipher cipher,
                       struct sealed_writer **out) {
  struct sealed_writer *w = aligned_new(sizeof *w);
  if (!w) return fail(E_BROKEN, "no memory to seal a file");
  w->to = to;
  sealed_crypt_new(&w->crypt, name, key, cipher);
  enum err rc = archive_write(to, 0, w->crypt.head, SEALED_HEAD);
  if (rc)
    sealed_writer_free(w);
  else
    *out = w;
  return rc;
}

enum err sealed_write(struct sealed_writer *w, const void *p, size_t n) {
  if (w->broken || w->finished) return fail(E_IO, "a sealed file could not be written to its end");
  for (const uint8_t *at = p; n;) {
    if (w->n == SEALED_BLOCK) TRY(block_out(w, false));
    size_t k = SEALED_BLOCK - w->n < n ? SEALED_BLOCK - w->n : n;
    memcpy(w->bytes + w->n, at, k);
    w->n += k;
    at += k;
    n -= k;
  }
  return OK;
}

enum err sealed_patch(struct sealed_writer *w, const void *p, size_t n) {
  if (w->finished || n > (w->first_held ? SEALED_BLOCK : w->n))
    return fail(E_RANGE, "%zu bytes are not in a sealed file's first block", n);
  memcpy(w->first_held ? w->first : w->bytes, p, n);
  return OK;
}

enum err sealed_finish(struct sealed_writer *w) {
  if (w->broken || w->finished) return fail(E_IO, "a sealed file could not be written to its end");
  w->finished = true;
  TRY(block_out(w, true));
  return w->first_held ? block_write(w, 0, false, w->first, SEALED_BLOCK) : OK;
}

void sealed_writer_free(struct sealed_writer *w) {
  if (!w) return;
  sodium_memzero(w, sizeof *w);
  free(w);
}

// ---- reading -----------------------------------------------------------------------------------

struct sealed {
  struct sealed_crypt crypt;
  struct archive_item *from;
  uint64_t size, last; // plain bytes; number of the final block
};

static inline void sealed_drop(struct sealed **s) { sealed_free(*s); }

static enum err size_set(struct sealed *s) {
  uint64_t n = archive_size(s->from);
  if (n < SEALED_HEAD + SEALED_TAG) return fail(E_BAD_DATA, "a sealed file is cut");
  n -= SEALED_HEAD;
  s->last = (n - 1) / SEALED_STEP;
  uint64_t tail = n - s->last * SEALED_STEP;
  if (tail < SEALED_TAG) return fail(E_BAD_DATA, "a sealed file is cut");
  s->size = s->last * SEALED_BLOCK + tail - SEALED_TAG;
  return OK;
}

static size_t block_bytes(const struct sealed *s, uint64_t block) {
  return block < s->last ? SEALED_BLOCK : (size_t)(s->size - s->last * SEALED_BLOCK);
}

enum { BLOCKS_AT_ONCE = 8 }; // 32 KiB of stack; a 16 KiB range takes one read

// Up to BLOCKS_AT_ONCE blocks from `first`, sealed, in one read.
static enum err blocks_read(const struct sealed *s, uint64_t first, size_t n_blocks, uint8_t *to) {
  size_t want = (n_blocks - 1) * SEALED_STEP + block_bytes(s, first + n_blocks - 1) + SEALED_TAG,
         got;
  TRY(archive_read(s->from, offset_of(first), to, want, &got));
  return got == want ? OK : fail(E_BAD_DATA, "a sealed file became shorter");
}

static enum err block_open(const struct sealed *s, uint64_t block, const uint8_t *sealed,
                           uint8_t *to) {
  if (sealed_block_unseal(&s->crypt, block, block == s->last, sealed, block_bytes(s, block), to))
    return OK;
  return fail(E_BAD_DATA, "block %" PRIu64 " of a sealed file does not authenticate", block);
}

enum err sealed_open(struct archive_item *from, struct archive_name name,
                     const uint8_t key[SEALED_KEY], struct sealed **out) {
  uint8_t head[SEALED_HEAD], sealed[SEALED_STEP], plain[SEALED_BLOCK];
  size_t n;
  TRY(archive_read(from, 0, head, sizeof head, &n));
  if (n != sizeof head) return fail(E_BAD_DATA, "a sealed file is cut");
  AUTO(sealed) struct sealed *s = aligned_new(sizeof *s);
  if (!s) return fail(E_BROKEN, "no memory to open a sealed file");
  TRY(sealed_crypt_of(&s->crypt, name, key, head));
  s->from = from;
  enum err rc = size_set(s);
  if (!rc) rc = blocks_read(s, s->last, 1, sealed);
  if (!rc) rc = block_open(s, s->last, sealed, plain);
  sodium_memzero(plain, sizeof plain);
  if (rc) {
    s->from = NULL; // the caller's until we succeed
    return rc;
  }
  *out = s;
  s = NULL;
  return OK;
}

uint64_t sealed_size(const struct sealed *s) { return s->size; }

// Copies what the range [at, at + n) has of one block.
static enum err part_copy(const struct sealed *s, uint64_t block, const uint8_t *sealed,
                          uint64_t at, size_t n, uint8_t *to) {
  uint64_t begin = block * SEALED_BLOCK, end = begin + block_bytes(s, block);
  uint64_t from = at > begin ? at : begin, until = at + n < end ? at + n : end;
  if (from == begin && until == end) return block_open(s, block, sealed, to + (begin - at));
  uint8_t plain[SEALED_BLOCK];
  TRY(block_open(s, block, sealed, plain));
  if (until > from) memcpy(to + (from - at), plain + (from - begin), (size_t)(until - from));
  return OK;
}

enum err sealed_pread(const struct sealed *s, uint64_t at, void *to, size_t n, size_t *out_n) {
  if (at >= s->size) n = 0;
  if (n > s->size - at) n = (size_t)(s->size - at);
  uint8_t sealed[BLOCKS_AT_ONCE * SEALED_STEP];
  for (uint64_t block = at / SEALED_BLOCK; n && block <= (at + n - 1) / SEALED_BLOCK;) {
    uint64_t left = (at + n - 1) / SEALED_BLOCK - block + 1;
    size_t now = left < BLOCKS_AT_ONCE ? (size_t)left : BLOCKS_AT_ONCE;
    TRY(blocks_read(s, block, now, sealed));
    for (size_t i = 0; i < now; i++)
      TRY(part_copy(s, block + i, sealed + i * SEALED_STEP, at, n, to));
    block += now;
  }
  *out_n = n;
  return OK;
}

enum err sealed_verify(const struct sealed *s) {
  uint8_t sealed[SEALED_STEP], plain[SEALED_BLOCK];
  for (uint64_t block = 0; block <= s->last; block++) {
    TRY(blocks_read(s, block, 1, sealed));
    TRY(block_open(s, block, sealed, plain));
  }
  sodium_memzero(plain, sizeof plain);
  return OK;
}

void sealed_free(struct sealed *s) {
  if (!s) return;
  archive_close(s->from);
  sodium_memzero(s, sizeof *s);
  free(s);
}
