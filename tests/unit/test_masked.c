// SPDX-License-Identifier: Apache-2.0
// A recording of which only stretches are heard: packets, pages and ranges.
#include "tests/check.h"
#include "vault/masked.h"

enum { PACKETS = 500, SKIP = 312 };

static const char narrow_pair[] = {0x08, 0x05, 0x07,   '\xc6', '\xb1', 0x66, 0x1e,
                                   0x08, 0x07, '\xc6', '\xb1', 0x66,   0x1e};
static const char wide_single[] = {0x48, 0x07, '\xc9', 0x72, 0x27, '\xe1', 0x3e, 0x53};

static uint64_t seed = 1;
static uint32_t dice(uint32_t under) { // xorshift64*
  seed ^= seed >> 12, seed ^= seed << 25, seed ^= seed >> 27;
  return (uint32_t)((seed * 0x2545f4914f6cdd1dULL) >> 33) % under;
}

static enum err pull(void *self, uint64_t at, void *to, size_t n, size_t *out_n) {
  struct sv rest = sv_from(*(struct sv *)self, (size_t)at);
  *out_n = rest.n < n ? rest.n : n;
  if (*out_n) memcpy(to, rest.p, *out_n);
  return OK;
}

// Packets of any length: a pair of narrowband frames, or a wideband one.
static void packet_make(struct buf *out, uint8_t channels) {
  buf_clear(out);
  size_t n = 1 + dice(dice(9) ? 80 : 600), first = dice(200);
  buf_add_char(out, channels == 2 ? 0x08 : 0x48);
  if (channels == 2) {
    buf_add_char(out, (char)first);
    for (size_t i = 0; i < first; i++) buf_add_char(out, (char)dice(256));
    buf_add_char(out, 0x08);
  }
  for (size_t i = 0; i < n; i++) buf_add_char(out, (char)dice(256));
}

static void file_make(struct buf *out, uint8_t channels, uint32_t page_ms) {
  struct oggw_params p = {
      .channels = channels, .pre_skip = SKIP, .page_ms = page_ms, .vendor = "medlyss"};
  struct oggw *w = NULL;
  AUTO(buf) struct buf packet = {0};
  CHECK_OK(oggw_open(&p, out, &w));
  for (int i = 0; i < PACKETS; i++) {
    packet_make(&packet, channels);
    CHECK_OK(oggw_add(w, buf_sv(&packet), 960));
  }
  CHECK_OK(oggw_finish(w, PACKETS * 960 - SKIP - 100));
  oggw_free(w);
}

static void all_of(const struct masked *m, struct buf *out) {
  size_t n;
  char part[4096];
  buf_clear(out);
  do {
    CHECK_OK(masked_read(m, out->n, part, sizeof part, &n));
    buf_add(out, part, n);
  } while (n);
  CHECK_EQ(out->n, masked_size(m));
}

static void same_in_any_range(const struct masked *m, const struct buf *whole) {
  char part[20000];
  for (int i = 0; i < 3000; i++) {
    size_t at = dice((uint32_t)whole->n + 50), n = 1 + dice(i % 9 ? 200 : sizeof part), got;
    size_t want = at >= whole->n ? 0 : whole->n - at < n ? whole->n - at : n;
    CHECK_OK(masked_read(m, at, part, n, &got));
    CHECK_EQ(got, want);
    CHECK(!want || !memcmp(part, whole->p + at, want));
  }
}

static bool inside(const struct stretch *v, size_t n, int packet) {
  double from = (packet * 960 - SKIP) / 48.0, to = from + 20;
  if (from < 0) from = 0;
  for (size_t i = 0; i < n; i++)
    if (from >= (double)v[i].from_ms && (to <= (double)v[i].to_ms || v[i].to_ms == STRETCH_END))
      return true;
  return false;
}

// Every packet is the file's own inside, silence outside; the clock is the file's.
static int packets_compare(struct buf *file, struct buf *served, const struct stretch *v, size_t n,
                           struct sv silence) {
  struct sv a = buf_sv(file), b = buf_sv(served), x, y;
  struct oggr *ra = NULL, *rb = NULL;
  uint64_t samples;
  int kept = 0;
  CHECK_OK(oggr_verify(pull, &b, &samples));
  CHECK_EQ(samples, PACKETS * 960 - SKIP - 100);
  CHECK_OK(oggr_open(pull, &a, &ra));
  CHECK_OK(oggr_open(pull, &b, &rb));
  for (int i = 0; i < PACKETS; i++) {
    CHECK_OK(oggr_next(ra, &x));
    CHECK_OK(oggr_next(rb, &y));
    CHECK(sv_eq(y, inside(v, n, i) ? x : silence));
    kept += inside(v, n, i);
  }
  oggr_free(ra);
  oggr_free(rb);
  return kept;
}

TEST(outside_its_stretches_a_recording_is_silence_of_the_same_length) {
  const struct stretch stretches[] = {{2000, 4000}, {7010, 7500}, {9000, STRETCH_END}};
  for (uint8_t channels = 1; channels <= 2; channels++) {
    for (uint32_t page_ms = 200; page_ms <= 1000; page_ms += 800) {
      AUTO(buf) struct buf file = {0};
      AUTO(buf) struct buf served = {0};
      struct masked *m = NULL;
      file_make(&file, channels, page_ms);
      struct sv all = buf_sv(&file);
      struct sv silence = channels == 2 ? (struct sv){narrow_pair, sizeof narrow_pair}
                                        : (struct sv){wide_single, sizeof wide_single};
      CHECK_OK(masked_open(pull, &all, stretches, countof(stretches), &m));
      all_of(m, &served);
      int kept = packets_compare(&file, &served, stretches, countof(stretches), silence);
      CHECK(kept > 150 && kept < 180);
      same_in_any_range(m, &served);
      masked_free(m);
    }
  }
}

TEST(nothing_allowed_is_all_silence_and_everything_the_file) {
  const struct stretch everything = {0, STRETCH_END};
  AUTO(buf) struct buf file = {0};
  AUTO(buf) struct buf served = {0};
  struct masked *m = NULL;
  file_make(&file, 2, 200);
  struct sv all = buf_sv(&file);
  CHECK_OK(masked_open(pull, &all, NULL, 0, &m));
  all_of(m, &served);
  CHECK_EQ(packets_compare(&file, &served, NULL, 0, (struct sv){narrow_pair, sizeof narrow_pair}),
           0);
  masked_free(m);
  CHECK_OK(masked_open(pull, &all, &everything, 1, &m));
  all_of(m, &served);
  CHECK(sv_eq(buf_sv(&served), all));
  masked_free(m);
}

TEST(two_recordings_of_silence_look_the_same_whatever_was_said) {
  AUTO(buf) struct buf a = {0};
  AUTO(buf) struct buf b = {0};
  struct masked *ma = NULL, *mb = NULL;
  file_make(&a, 1, 200);
  file_make(&b, 1, 200);
  struct sv all_a = buf_sv(&a), all_b = buf_sv(&b);
  CHECK(a.n != b.n);
  CHECK_OK(masked_open(pull, &all_a, NULL, 0, &ma));
  CHECK_OK(masked_open(pull, &all_b, NULL, 0, &mb));
  CHECK_EQ(masked_size(ma), masked_size(mb));
  masked_free(ma);
  masked_free(mb);
}

TEST(what_is_cut_or_of_another_grid_is_not_opened) {
  AUTO(buf) struct buf file = {0};
  AUTO(buf) struct buf other = {0};
  struct masked *m = NULL;
  file_make(&file, 2, 200);
  struct sv all = buf_sv(&file);
  for (size_t n = 0; n + 1 < file.n; n += 997) {
    all.n = n;
    if (masked_open(pull, &all, NULL, 0, &m)) // cut at a page's border it is a shorter file
      err_forget();
    else
      masked_free(m);
  }
  all.n = 20;
  CHECK_FAILS(E_BAD_DATA, masked_open(pull, &all, NULL, 0, &m));
  all.n = file.n - 1;
  CHECK_FAILS(E_BAD_DATA, masked_open(pull, &all, NULL, 0, &m));
  struct oggw_params p = {.channels = 1, .pre_skip = SKIP, .page_ms = 200, .vendor = "m"};
  struct oggw *w = NULL;
  CHECK_OK(oggw_open(&p, &other, &w));
  for (int i = 0; i < 10; i++) CHECK_OK(oggw_add(w, SV("\x10two of 10 ms are none of 20"), 1920));
  CHECK_OK(oggw_finish(w, 10 * 1920 - SKIP));
  oggw_free(w);
  all = buf_sv(&other);
  CHECK_FAILS(E_UNSUPPORTED, masked_open(pull, &all, NULL, 0, &m));
}

TEST(stretches_are_sorted_and_joined) {
  struct stretch v[] = {{500, 700}, {0, 100}, {100, 200}, {650, 900}, {300, 300}, {800, 850}};
  CHECK_EQ(stretches_join(v, countof(v)), 2);
  CHECK(v[0].from_ms == 0 && v[0].to_ms == 200 && v[1].from_ms == 500 && v[1].to_ms == 900);
  CHECK(stretches_hold(v, 2, 100000, 200000));
  CHECK(!stretches_hold(v, 2, 100000, 200001));
  CHECK(!stretches_hold(v, 2, 200000, 500000));
  CHECK(stretches_hold(v, 2, -6500, 13500));
}

TEST(stretches_are_counted_crossed_cut_and_made_fewer) {
  struct stretch a[] = {{0, 1000}, {2000, 3000}, {5000, 9000}}, out[8];
  const struct stretch b[] = {{500, 2500}, {2600, 6000}, {8000, 9500}};
  CHECK_EQ(stretches_ms(a, 3), 6000);
  CHECK_EQ(stretches_cross(a, 3, b, 3, out), 5);
  CHECK_EQ(stretches_ms(out, 5), 500 + 500 + 400 + 1000 + 1000);
  CHECK_EQ(stretches_cross(a, 3, b, 0, out), 0);
  CHECK_EQ(stretches_cross(a, 3, a, 3, out), 3);
  CHECK_EQ(stretches_cut(out, 3, 1500), 2);
  CHECK(out[1].from_ms == 2000 && out[1].to_ms == 2500);
  CHECK_EQ(stretches_cut(out, 2, 0), 0);
  CHECK_EQ(stretches_fewer(a, 3, 2), 2); // the nearest two became one
  CHECK(a[0].to_ms == 3000 && a[1].from_ms == 5000);
  CHECK_EQ(stretches_fewer(a, 2, 1), 1);
  CHECK(a[0].from_ms == 0 && a[0].to_ms == 9000);
}
