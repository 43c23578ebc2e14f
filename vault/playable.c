// SPDX-License-Identifier: Apache-2.0
#include "vault/playable.h"

#include "core/file.h"
#include "core/ogg.h"
#include "vault/blob.h"

struct playable {
  struct sealed *sealed;
  enum playable_kind kind;
  bool swapped;
  uint8_t first_page[OGG_FIRST_PAGE]; // of a swapped recording, already exchanged
  struct masked *masked;              // of sound of which only stretches are heard
  struct stretch *allowed;            // of such peaks
  size_t n_allowed;
  struct pixels {
    uint32_t rate, samples, bytes; // samples and bytes of one
  } pixels;
};

static inline void playable_drop(struct playable **p) { playable_free(*p); }

static const char *const kind_names[] = {[PLAYABLE_OPUS] = "opus", [PLAYABLE_PEAKS] = "peaks"};

static enum err first_page_make(struct playable *p) {
  size_t n;
  TRY(sealed_pread(p->sealed, 0, p->first_page, OGG_FIRST_PAGE, &n));
  if (n != OGG_FIRST_PAGE) return fail(E_BAD_DATA, "a recording shorter than its first page");
  return oggr_swap_first_page(p->first_page);
}

enum err playable_open(struct archive *a, struct keystore *k, struct id recording,
                       enum playable_kind kind, bool swapped, struct playable **out) {
  AUTO(playable) struct playable *p = calloc(1, sizeof *p);
  if (!p) return fail(E_BROKEN, "no memory to open a recording");
  p->kind = kind;
  p->swapped = swapped;
  struct secret_key key;
  TRY(keystore_get(k, recording, &key));
  enum err rc = blob_open(a, (struct archive_name){recording, kind_names[kind]}, key.b, &p->sealed);
  secret_wipe(&key, sizeof key);
  if (!rc && swapped && kind == PLAYABLE_OPUS) rc = first_page_make(p);
  TRY(rc);
  *out = p;
  p = NULL;
  return OK;
}

// ---- stretches --------------------------------------------------------------------------------

enum { PEAKS_HEAD = 24 };

static enum err sealed_pull(void *self, uint64_t at, void *to, size_t n, size_t *out_n) {
  return sealed_pread(self, at, to, n, out_n);
}

static uint32_t le32(const uint8_t *p) {
  return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static enum err peaks_mask(struct playable *p, const struct stretch *v, size_t n) {
  uint8_t head[PEAKS_HEAD]; // version, flags, rate, samples a pixel, pixels, channels
  size_t got;
  TRY(sealed_pread(p->sealed, 0, head, sizeof head, &got));
  p->pixels = (struct pixels){le32(head + 8), le32(head + 12), 2 * le32(head + 20)};
  bool known = got == sizeof head && le32(head) == 2 && le32(head + 4) == 1;
  if (!known || !p->pixels.rate || !p->pixels.samples || le32(head + 20) - 1 > 1)
    return fail(E_BAD_DATA, "these peaks are not ours");
  p->allowed = calloc(n + 1, sizeof *v);
  if (!p->allowed) return fail(E_BUSY, "no memory to open a recording");
  if (n) memcpy(p->allowed, v, n * sizeof *v);
  p->n_allowed = stretches_join(p->allowed, n);
  return OK;
}

enum err playable_mask(struct playable *p, const struct stretch *v, size_t n) {
  if (stretches_are_all(v, n)) return OK;
  if (p->kind == PLAYABLE_PEAKS) return peaks_mask(p, v, n);
  return masked_open(sealed_pull, p->sealed, v, n, &p->masked);
}

static void peaks_hide(const struct playable *p, uint64_t at, uint8_t *to, size_t n) {
  const struct pixels *x = &p->pixels;
  for (size_t i = at < PEAKS_HEAD ? (size_t)(PEAKS_HEAD - at) : 0; i < n;) {
    uint64_t pixel = (at + i - PEAKS_HEAD) / x->bytes, next = PEAKS_HEAD + (pixel + 1) * x->bytes;
    size_t end = next - at < n ? (size_t)(next - at) : n;
    int64_t from = (int64_t)(pixel * x->samples * 1000000 / x->rate);
    int64_t until = (int64_t)((pixel + 1) * x->samples * 1000000 / x->rate);
    if (!stretches_hold(p->allowed, p->n_allowed, from, until)) memset(to + i, 0, end - i);
    i = end;
  }
}

uint64_t playable_size(const struct playable *p) {
  return p->masked ? masked_size(p->masked) : sealed_size(p->sealed);
}

static void first_page_lay_over(const struct playable *p, uint64_t at, uint8_t *to, size_t n) {
  if (at >= OGG_FIRST_PAGE) return;
  size_t k = OGG_FIRST_PAGE - (size_t)at;
  memcpy(to, p->first_page + at, k < n ? k : n);
}

// Peaks after the header: 4 bytes a pixel, (min, max) of one side, then of the other. The byte at
// offset o of a pixel comes from offset o ^ 2.
static enum err peaks_swapped(const struct playable *p, uint64_t at, uint8_t *to, size_t n,
                              size_t *out_n) {
  uint8_t part[1024];
  size_t done = 0;
  for (;;) {
    uint64_t from = at + done, aligned = from < PEAKS_HEAD ? from : from & ~UINT64_C(3);
    size_t room = aligned < PEAKS_HEAD ? PEAKS_HEAD - (size_t)aligned : sizeof part, got;
    TRY(sealed_pread(p->sealed, aligned, part, room, &got));
    size_t skip = (size_t)(from - aligned);
    if (got <= skip || done == n) break;
    for (size_t i = skip; i < got && done < n; i++) {
      size_t other = aligned < PEAKS_HEAD || (i ^ 2) >= got ? i : i ^ 2;
      to[done++] = part[other];
    }
  }
  *out_n = done;
  return OK;
}

static enum err peaks_read(const struct playable *p, uint64_t at, void *to, size_t n,
                           size_t *out_n) {
  TRY(p->swapped ? peaks_swapped(p, at, to, n, out_n) : sealed_pread(p->sealed, at, to, n, out_n));
  if (p->allowed) peaks_hide(p, at, to, *out_n);
  return OK;
}

enum err playable_read(const struct playable *p, uint64_t at, void *to, size_t n, size_t *out_n) {
  if (p->kind == PLAYABLE_PEAKS) return peaks_read(p, at, to, n, out_n);
  TRY(p->masked ? masked_read(p->masked, at, to, n, out_n)
                : sealed_pread(p->sealed, at, to, n, out_n));
  if (p->swapped) first_page_lay_over(p, at, to, *out_n);
  return OK;
}

// ---- the clock --------------------------------------------------------------------------------

// The time an Ogg page at p ends at, where one begins there; its packets hold these four bytes and
// ten such as these once in ages.
static bool page_ends(const uint8_t *p, int64_t *out_ms) {
  if (memcmp(p, "OggS", 5) || p[5] > 7) return false;
  uint64_t granule = le32(p + 6) | (uint64_t)le32(p + 10) << 32; // samples at 48 kHz
  if (granule >> 48) return false;                               // no packet ends in it
  *out_ms = (int64_t)(granule / 48);
  return true;
}

static bool last_page(const uint8_t *p, size_t n, size_t before, int64_t *out_ms) {
  for (size_t i = before; i-- > 0;)
    if (i + OGG_PAGE_HEAD <= n && page_ends(p + i, out_ms)) return true;
  return false;
}

enum err playable_ms_before(const struct playable *p, uint64_t at, int64_t *out_ms) {
  enum { NEAR = 8 * 1024, FAR = OGG_PAGE_MOST };
  uint8_t near[NEAR + OGG_PAGE_HEAD];
  size_t n, back = at < NEAR ? (size_t)at : NEAR;
  *out_ms = 0;
  TRY(playable_read(p, at - back, near, back + OGG_PAGE_HEAD, &n));
  if (last_page(near, n, back, out_ms) || back < NEAR) return OK;
  uint8_t far[FAR + OGG_PAGE_HEAD];
  back = at < FAR ? (size_t)at : FAR;
  TRY(playable_read(p, at - back, far, back + OGG_PAGE_HEAD, &n));
  last_page(far, n, back, out_ms);
  return OK;
}

enum err playable_export(const struct playable *p, int out) {
  uint8_t part[32 * 1024];
  size_t n;
  for (uint64_t at = 0;; at += n) {
    TRY(playable_read(p, at, part, sizeof part, &n));
    if (!n) return OK;
    TRY(file_write_all(out, part, n));
  }
}

static enum err pull(void *self, uint64_t at, void *to, size_t n, size_t *out_n) {
  return playable_read(self, at, to, n, out_n);
}

enum err playable_verify(const struct playable *p, uint64_t *out_samples) {
  *out_samples = 0;
  if (p->kind == PLAYABLE_PEAKS) return sealed_verify(p->sealed);
  union { // a reader does not change what it reads
    const struct playable *in;
    void *out;
  } self = {.in = p};
  return oggr_verify(pull, self.out, out_samples);
}

void playable_free(struct playable *p) {
  if (!p) return;
  masked_free(p->masked);
  free(p->allowed);
  sealed_free(p->sealed);
  free(p);
}
