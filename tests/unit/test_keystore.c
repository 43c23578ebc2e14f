// SPDX-License-Identifier: Apache-2.0
#include "core/ogg.h"
#include "tests/check.h"
#include "vault/blob.h"
#include "vault/playable.h"

struct house {
  struct datadir data;
  struct keystore *keys;
  struct archive *archive;
};

static struct house house_open(void) {
  struct house h = {0};
  struct settings s = {0};
  CHECK_OK(datadir_make(test_folder(), &h.data));
  CHECK_OK(keystore_make(&h.data, &h.keys));
  CHECK_OK(settings_parse(SV(""), "medlyss.ini", &s));
  CHECK_OK(archive_open(&h.data, &s, &h.archive));
  settings_drop(&s);
  return h;
}

static void house_close(struct house *h) {
  keystore_free(h->keys);
  archive_free(h->archive);
  datadir_drop(&h->data);
}

static enum err count_one(void *self, struct id id) {
  (void)id;
  ++*(int *)self;
  return OK;
}

TEST(a_recordings_key_is_kept_until_it_is_destroyed) {
  struct house h = house_open();
  struct secret_key a, b, got;
  struct id id = id_new();
  int n = 0;
  secret_random(&a, sizeof a);
  secret_random(&b, sizeof b);
  CHECK_OK(keystore_put(h.keys, id, &a));
  CHECK_OK(keystore_put(h.keys, id, &b));
  CHECK_OK(keystore_get(h.keys, id, &got));
  CHECK(secret_equal(&got, &b, sizeof b));
  CHECK_OK(keystore_each(h.keys, count_one, &n));
  CHECK_EQ(n, 1);
  CHECK_OK(keystore_destroy(h.keys, id));
  CHECK_FAILS(E_NOT_FOUND, keystore_get(h.keys, id, &got));
  CHECK_FAILS(E_NOT_FOUND, keystore_destroy(h.keys, id));
  house_close(&h);
}

TEST(all_keys_are_listed_over_the_page_border) {
  struct house h = house_open();
  struct secret_key key = {{1}};
  int n = 0;
  for (int i = 0; i < 501; i++) CHECK_OK(keystore_put(h.keys, id_new(), &key));
  CHECK_OK(keystore_each(h.keys, count_one, &n));
  CHECK_EQ(n, 501);
  house_close(&h);
}

static void blob_of(struct house *h, struct id id, const char *kind, const struct secret_key *key,
                    const struct buf *b) {
  struct blob *blob = NULL;
  CHECK_OK(blob_create(h->archive, (struct archive_name){id, kind}, key->b, &blob));
  CHECK_OK(blob_write(blob, b->p, b->n));
  CHECK_OK(blob_publish(blob));
  blob_free(blob);
}

static void ogg_of(struct buf *out) {
  static const char silence[] = {0x08, 0x07, '\xc6', '\xb1', 0x66, 0x1e};
  struct oggw_params p = {.channels = 2, .pre_skip = 312, .page_ms = 200, .vendor = "m"};
  struct oggw *w = NULL;
  CHECK_OK(oggw_open(&p, out, &w));
  for (int i = 0; i < 1000; i++) CHECK_OK(oggw_add(w, (struct sv){silence, sizeof silence}, 960));
  CHECK_OK(oggw_finish(w, 960000 - 312));
  oggw_free(w);
}

TEST(a_playable_reads_the_same_in_any_portions_swapped_or_not) {
  struct house h = house_open();
  struct id id = id_new();
  struct secret_key key;
  secret_random(&key, sizeof key);
  AUTO(buf) struct buf ogg = {0};
  ogg_of(&ogg);
  CHECK_OK(keystore_put(h.keys, id, &key));
  blob_of(&h, id, "opus", &key, &ogg);
  for (int swapped = 0; swapped < 2; swapped++) {
    struct playable *p = NULL;
    uint64_t samples;
    CHECK_OK(playable_open(h.archive, h.keys, id, PLAYABLE_OPUS, swapped, &p));
    CHECK_EQ(playable_size(p), ogg.n);
    CHECK_OK(playable_verify(p, &samples));
    CHECK_EQ(samples, 960000 - 312);
    if (swapped) CHECK_OK(oggr_swap_first_page((uint8_t *)ogg.p));
    char part[97];
    size_t n;
    for (size_t at = 0; at < ogg.n; at += n) {
      CHECK_OK(playable_read(p, at, part, at % 7 + 1, &n));
      CHECK(n && !memcmp(part, ogg.p + at, n));
      if (!n) break;
    }
    playable_free(p);
  }
  house_close(&h);
}

TEST(swapped_peaks_exchange_their_channels) {
  struct house h = house_open();
  struct id id = id_new();
  struct secret_key key = {{3}};
  AUTO(buf) struct buf peaks = {0};
  for (int i = 0; i < 24 + 4 * 3000; i++) buf_add_char(&peaks, (char)(i * 7 + i / 256));
  CHECK_OK(keystore_put(h.keys, id, &key));
  blob_of(&h, id, "peaks", &key, &peaks);
  struct playable *p = NULL;
  CHECK_OK(playable_open(h.archive, h.keys, id, PLAYABLE_PEAKS, true, &p));
  for (size_t at = 0; at < peaks.n; at += 61) {
    char part[2100];
    size_t n, want = peaks.n - at < sizeof part ? peaks.n - at : sizeof part;
    CHECK_OK(playable_read(p, at, part, sizeof part, &n));
    CHECK_EQ(n, want);
    for (size_t i = 0; i < n; i++) CHECK_EQ(part[i], peaks.p[at + i < 24 ? at + i : (at + i) ^ 2]);
  }
  playable_free(p);
  house_close(&h);
}

static void le32_add(struct buf *b, uint32_t v) {
  for (int i = 0; i < 4; i++) buf_add_char(b, (char)(v >> 8 * i & 0xff));
}

TEST(peaks_outside_what_may_be_heard_are_zero) {
  enum { PIXELS = 3000 };
  struct house h = house_open();
  struct id id = id_new();
  struct secret_key key = {{5}};
  AUTO(buf) struct buf peaks = {0};
  const uint32_t head[] = {2, 1, 8000, 320, PIXELS, 2}; // a pixel is 40 ms
  for (size_t i = 0; i < countof(head); i++) le32_add(&peaks, head[i]);
  for (int i = 0; i < 4 * PIXELS; i++) buf_add_char(&peaks, (char)(i % 120 + 1));
  CHECK_OK(keystore_put(h.keys, id, &key));
  blob_of(&h, id, "peaks", &key, &peaks);
  for (size_t swapped = 0; swapped < 2; swapped++) {
    struct playable *p = NULL;
    CHECK_OK(playable_open(h.archive, h.keys, id, PLAYABLE_PEAKS, swapped, &p));
    CHECK_OK(playable_mask(p, &(struct stretch){4000, 8000}, 1));
    CHECK_EQ(playable_size(p), peaks.n);
    for (size_t at = 0; at < peaks.n; at += 61) {
      char part[2100];
      size_t n;
      CHECK_OK(playable_read(p, at, part, sizeof part, &n));
      for (size_t i = 0; i < n; i++) {
        size_t o = at + i, pixel = o < 24 ? 0 : (o - 24) / 4;
        char there = peaks.p[swapped && o >= 24 ? o ^ 2 : o];
        CHECK_EQ(part[i], o < 24 || (pixel >= 100 && pixel < 200) ? there : 0);
      }
    }
    playable_free(p);
  }
  house_close(&h);
}

TEST(a_masked_playable_verifies_swapped_or_not) {
  struct house h = house_open();
  struct id id = id_new();
  struct secret_key key = {{6}};
  AUTO(buf) struct buf ogg = {0};
  ogg_of(&ogg);
  CHECK_OK(keystore_put(h.keys, id, &key));
  blob_of(&h, id, "opus", &key, &ogg);
  for (int swapped = 0; swapped < 2; swapped++) {
    struct playable *p = NULL;
    uint64_t samples;
    CHECK_OK(playable_open(h.archive, h.keys, id, PLAYABLE_OPUS, swapped, &p));
    CHECK_OK(playable_mask(p, &(struct stretch){4000, 8000}, 1));
    CHECK(playable_size(p) > ogg.n); // silence is two streams here, the file's packets were one
    CHECK_OK(playable_verify(p, &samples));
    CHECK_EQ(samples, 960000 - 312);
    playable_free(p);
  }
  house_close(&h);
}

TEST(a_recording_without_its_key_is_gone) {
  struct house h = house_open();
  struct id id = id_new();
  struct secret_key key = {{4}};
  AUTO(buf) struct buf ogg = {0};
  ogg_of(&ogg);
  CHECK_OK(keystore_put(h.keys, id, &key));
  blob_of(&h, id, "opus", &key, &ogg);
  CHECK_OK(keystore_destroy(h.keys, id));
  struct playable *p = NULL;
  CHECK_FAILS(E_NOT_FOUND, playable_open(h.archive, h.keys, id, PLAYABLE_OPUS, false, &p));
  house_close(&h);
}
