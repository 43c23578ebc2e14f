// SPDX-License-Identifier: Apache-2.0
#include "core/ogg.h"
#include "tests/check.h"

static enum err pull(void *self, uint64_t at, void *to, size_t n, size_t *out_n) {
  struct sv rest = sv_from(*(struct sv *)self, (size_t)at);
  *out_n = rest.n < n ? rest.n : n;
  if (*out_n) memcpy(to, rest.p, *out_n);
  return OK;
}

static const uint8_t silence[] = {0x08, 0x07, 0xc6, 0xb1, 0x66, 0x1e}; // 20 ms at 8 kHz

// n packets of 20 ms, the end trimmed to `samples`.
static void file_make(struct buf *out, int n, uint8_t channels, uint64_t samples) {
  struct oggw_params p = {.channels = channels,
                          .pre_skip = 312,
                          .input_hz = 8000,
                          .serial = 7,
                          .page_ms = 200,
                          .vendor = "medlyss"};
  struct oggw *w = NULL;
  CHECK_OK(oggw_open(&p, out, &w));
  for (int i = 0; i < n; i++)
    CHECK_OK(oggw_add(w, (struct sv){(const char *)silence, sizeof silence}, 960));
  CHECK_EQ(oggw_samples(w), n * 960);
  CHECK_OK(oggw_finish(w, samples));
  oggw_free(w);
}

static enum err verify(const struct buf *b, uint64_t *samples) {
  struct sv all = buf_sv(b);
  return oggr_verify(pull, &all, samples);
}

TEST(an_ogg_file_reads_back_packet_for_packet) {
  AUTO(buf) struct buf b = {0};
  file_make(&b, 101, 2, 101 * 960 - 312 - 100);
  struct sv all = buf_sv(&b), packet;
  struct oggr *r = NULL;
  CHECK_OK(oggr_open(pull, &all, &r));
  CHECK_EQ(oggr_info(r)->channels, 2);
  CHECK_EQ(oggr_info(r)->pre_skip, 312);
  CHECK(!oggr_info(r)->swapped);
  int n = 0;
  enum err rc;
  while (!(rc = oggr_next(r, &packet))) {
    n++;
    CHECK(sv_eq(packet, (struct sv){(const char *)silence, sizeof silence}));
  }
  CHECK_EQ(rc, E_END);
  CHECK_EQ(n, 101);
  CHECK_EQ(oggr_samples(r), 101 * 960 - 312 - 100);
  oggr_free(r);
}

TEST(pages_end_every_200_ms) {
  AUTO(buf) struct buf b = {0};
  file_make(&b, 100, 1, 100 * 960 - 312);
  int pages = 0;
  for (size_t i = 0; i + 4 <= b.n; i++) pages += !memcmp(b.p + i, "OggS", 4);
  CHECK_EQ(pages, 2 + 10);
  uint64_t samples;
  CHECK_OK(verify(&b, &samples));
  CHECK_EQ(samples, 100 * 960 - 312);
}

TEST(an_end_outside_the_last_packet_is_refused) {
  AUTO(buf) struct buf b = {0};
  struct oggw_params p = {.channels = 1, .pre_skip = 312, .page_ms = 200, .vendor = "m"};
  struct oggw *w = NULL;
  CHECK_OK(oggw_open(&p, &b, &w));
  CHECK_FAILS(E_BAD_INPUT, oggw_finish(w, 0));
  for (int i = 0; i < 3; i++)
    CHECK_OK(oggw_add(w, (struct sv){(const char *)silence, sizeof silence}, 960));
  CHECK_FAILS(E_BAD_INPUT, oggw_finish(w, 3 * 960));
  CHECK_FAILS(E_BAD_INPUT, oggw_finish(w, 2 * 960 - 312));
  CHECK_OK(oggw_finish(w, 2 * 960 - 311));
  oggw_free(w);
}

TEST(every_altered_or_missing_byte_of_an_ogg_file_is_found) {
  AUTO(buf) struct buf b = {0};
  uint64_t samples;
  file_make(&b, 30, 2, 30 * 960 - 312);
  for (size_t i = 0; i < b.n; i += 3) {
    b.p[i] = (char)(b.p[i] ^ 0x10);
    CHECK_FAILS(E_BAD_DATA, verify(&b, &samples));
    b.p[i] = (char)(b.p[i] ^ 0x10);
  }
  CHECK_OK(verify(&b, &samples));
  size_t whole = b.n;
  for (b.n = 0; b.n < whole; b.n += 5) CHECK_FAILS(E_BAD_DATA, verify(&b, &samples));
  b.n = whole;
  buf_add_char(&b, 'x');
  CHECK_FAILS(E_BAD_DATA, verify(&b, &samples));
}

TEST(swapping_the_sides_changes_the_map_and_its_checksum_only) {
  AUTO(buf) struct buf b = {0};
  uint64_t samples;
  file_make(&b, 30, 2, 30 * 960 - 312);
  uint8_t before[OGG_FIRST_PAGE];
  memcpy(before, b.p, sizeof before);
  CHECK_OK(oggr_swap_first_page((uint8_t *)b.p));
  CHECK_OK(verify(&b, &samples));
  struct sv all = buf_sv(&b);
  struct oggr *r = NULL;
  CHECK_OK(oggr_open(pull, &all, &r));
  CHECK(oggr_info(r)->swapped);
  oggr_free(r);
  for (size_t i = 0; i < sizeof before; i++)
    if (i < 22 || (i > 25 && i < 49)) CHECK_EQ((uint8_t)b.p[i], before[i]);
  AUTO(buf) struct buf mono = {0};
  file_make(&mono, 30, 1, 30 * 960 - 312);
  CHECK_FAILS(E_BAD_DATA, oggr_swap_first_page((uint8_t *)mono.p));
}
