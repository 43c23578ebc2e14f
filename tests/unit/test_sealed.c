// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include "core/secret.h"
#include "tests/check.h"
#include "tests/memory_archive.h"
#include "vault/blob.h"
#include "vault/sealed_block.h"

static struct secret_key key;
static uint8_t pattern[6 * SEALED_BLOCK];

static void pattern_make(void) {
  for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = (uint8_t)(i * 31 + i / 251);
  for (size_t i = 0; i < sizeof key.b; i++) key.b[i] = (uint8_t)i;
}

static const struct archive_name name_a = {.id = {{1, 2, 3}}, .kind = "opus"};

static struct archive *memory; // of one test

// A sealed file of n pattern bytes, written in steps, as name_a: its bytes, to be looked at or
// spoilt.
static struct memory_thing *file_of(size_t n, size_t step, enum sealed_cipher cipher) {
  pattern_make();
  archive_free(memory);
  memory = memory_new();
  struct archive_draft *to = NULL;
  struct sealed_writer *w = NULL;
  CHECK_OK(archive_put(memory, name_a, &to));
  CHECK_OK(sealed_create(to, name_a, key.b, cipher, &w));
  for (size_t at = 0; at < n; at += step)
    CHECK_OK(sealed_write(w, pattern + at, n - at < step ? n - at : step));
  CHECK_OK(sealed_finish(w));
  sealed_writer_free(w);
  CHECK_OK(archive_publish(to));
  archive_discard(to);
  return memory_find(memory, name_a);
}

static enum err reopen(struct archive_name name, struct sealed **out) {
  struct archive_item *from;
  TRY(archive_get(memory, name_a, &from));
  enum err rc = sealed_open(from, name, key.b, out);
  if (rc) archive_close(from);
  return rc;
}

static void range_check(const struct sealed *s, size_t size, size_t at, size_t n) {
  static uint8_t got[sizeof pattern + 8];
  size_t k = 99, want = at >= size ? 0 : size - at < n ? size - at : n;
  memset(got, 0xee, sizeof got);
  CHECK_OK(sealed_pread(s, at, got, n, &k));
  CHECK_EQ(k, want);
  CHECK(!want || !memcmp(got, pattern + at, want));
  CHECK_EQ(got[want], 0xee);
}

static void ranges_check(size_t size, enum sealed_cipher cipher) {
  static const size_t edges[] = {0,
                                 1,
                                 15,
                                 SEALED_BLOCK - 1,
                                 SEALED_BLOCK,
                                 SEALED_BLOCK + 1,
                                 2 * SEALED_BLOCK - 1,
                                 2 * SEALED_BLOCK,
                                 5 * SEALED_BLOCK,
                                 1 << 20};
  struct sealed *s = NULL;
  file_of(size, 1000, cipher);
  CHECK_OK(reopen(name_a, &s));
  if (!s) return;
  CHECK_EQ(sealed_size(s), size);
  CHECK_OK(sealed_verify(s));
  for (size_t i = 0; i < countof(edges); i++)
    for (size_t j = 0; j < countof(edges) - 1; j++) range_check(s, size, edges[i], edges[j]);
  sealed_free(s);
}

TEST(a_sealed_file_reads_right_at_every_boundary) {
  static const size_t sizes[] = {
      0, 1, SEALED_BLOCK - 1, SEALED_BLOCK, SEALED_BLOCK + 1, 3 * SEALED_BLOCK, 6 * SEALED_BLOCK};
  for (size_t i = 0; i < countof(sizes); i++) {
    ranges_check(sizes[i], SEALED_BEST);
    ranges_check(sizes[i], SEALED_XCHACHA20);
  }
}

TEST(a_cut_sealed_file_is_refused_wherever_it_is_cut) {
  size_t n = 3 * SEALED_BLOCK, whole = SEALED_HEAD + n + 3 * SEALED_TAG;
  static const size_t cuts[] = {1, 16, 17, 4111, 4112, 4113, 2 * 4112, 3 * 4112, 3 * 4112 + 5};
  for (size_t i = 0; i < countof(cuts); i++) {
    struct memory_thing *file = file_of(n, 4096, SEALED_BEST);
    struct sealed *s = NULL;
    CHECK_EQ(file->n, whole);
    file->n -= cuts[i];
    CHECK_FAILS(E_BAD_DATA, reopen(name_a, &s));
  }
}

TEST(the_first_bytes_may_be_told_at_the_end) {
  static const size_t sizes[] = {24, SEALED_BLOCK, SEALED_BLOCK + 1, 4 * SEALED_BLOCK};
  pattern_make();
  for (size_t i = 0; i < countof(sizes); i++) {
    static const uint8_t zeros[24];
    struct blob *w = NULL;
    struct sealed *s = NULL;
    archive_free(memory);
    memory = memory_new();
    CHECK_OK(blob_create(memory, name_a, key.b, &w));
    CHECK_FAILS(E_RANGE, blob_patch(w, pattern, 24));
    CHECK_OK(blob_write(w, zeros, sizeof zeros));
    CHECK_OK(blob_write(w, pattern + 24, sizes[i] - 24));
    CHECK_OK(blob_patch(w, pattern, 24));
    CHECK_OK(blob_publish(w));
    blob_free(w);
    CHECK_OK(reopen(name_a, &s));
    range_check(s, sizes[i], 0, sizes[i]);
    sealed_free(s);
  }
}

// Sealed by libsodium, opened by OpenSSL: the same bytes, and nothing of what is not authentic.
TEST(two_libraries_mean_the_same_by_a_block) {
  static const size_t lengths[] = {0, 1, 15, 16, 17, 127, 128, 129, 4095, 4096};
  uint8_t plain[SEALED_BLOCK], sealed[SEALED_STEP], got[SEALED_BLOCK];
  static struct sealed_crypt c;
  if (!crypto_aead_aes256gcm_is_available()) return;
  pattern_make();
  randombytes_buf(plain, sizeof plain);
  sealed_crypt_new(&c, (struct archive_name){id_new(), "opus"}, key.b, SEALED_AES256GCM);
  for (size_t i = 0; i < countof(lengths); i++)
    for (uint64_t block = 0; block < 4; block++) {
      size_t n = lengths[i];
      sealed_block_seal(&c, block << 33 | block, block == 3, plain, n, sealed);
      memset(got, 0xaa, sizeof got);
      CHECK(sealed_block_unseal(&c, block << 33 | block, block == 3, sealed, n, got));
      CHECK(!memcmp(got, plain, n));
      sealed[n / 2] ^= 4;
      CHECK(!sealed_block_unseal(&c, block << 33 | block, block == 3, sealed, n, got));
      CHECK(sodium_is_zero(got, n));
      sealed[n / 2] ^= 4;
      CHECK(!sealed_block_unseal(&c, block << 33 | block, block != 3, sealed, n, got));
      CHECK(!sealed_block_unseal(&c, block + 1, block == 3, sealed, n, got));
    }
}

TEST(an_altered_byte_is_found) {
  for (size_t at = 0; at < SEALED_HEAD + 3 * (SEALED_BLOCK + SEALED_TAG); at += 61) {
    struct sealed *s = NULL;
    file_of(3 * SEALED_BLOCK, 4096, SEALED_BEST)->bytes[at] ^= 1;
    enum err rc = reopen(name_a, &s);
    if (!rc) rc = sealed_verify(s);
    CHECK(rc == E_BAD_DATA || rc == E_UNSUPPORTED);
    err_forget();
    sealed_free(s);
  }
}

TEST(blocks_cannot_change_places) {
  enum { STEP = SEALED_BLOCK + SEALED_TAG };
  static uint8_t a[STEP];
  uint8_t *p = file_of(3 * SEALED_BLOCK, 4096, SEALED_BEST)->bytes + SEALED_HEAD;
  memcpy(a, p, STEP);
  memcpy(p, p + STEP, STEP);
  memcpy(p + STEP, a, STEP);
  struct sealed *s = NULL;
  CHECK_OK(reopen(name_a, &s));
  CHECK_FAILS(E_BAD_DATA, sealed_verify(s));
  sealed_free(s);
}

TEST(a_sealed_file_answers_to_its_own_name_only) {
  file_of(10, 4096, SEALED_BEST);
  struct sealed *s = NULL;
  CHECK_FAILS(E_BAD_DATA, reopen((struct archive_name){.id = {{9}}, .kind = "opus"}, &s));
  CHECK_FAILS(E_BAD_DATA, reopen((struct archive_name){.id = name_a.id, .kind = "peaks"}, &s));
}

TEST(a_caller_is_sealed_to_the_interaction) {
  struct secret_key site = {{7}};
  AUTO(buf) struct buf sealed = {0};
  AUTO(buf) struct buf number = {0};
  AUTO(buf) struct buf name = {0};
  CHECK_OK(secret_caller_seal(&site, (struct id){{1}}, SV("08-123 456"), SV("Åsa"), &sealed));
  CHECK(!sv_has(buf_sv(&sealed), SV("123")));
  CHECK_OK(secret_caller_open(&site, (struct id){{1}}, buf_sv(&sealed), &number, &name));
  CHECK_STR(number.p, "08-123 456");
  CHECK_STR(name.p, "Åsa");
  CHECK_FAILS(E_BAD_DATA,
              secret_caller_open(&site, (struct id){{2}}, buf_sv(&sealed), &number, &name));
  uint8_t a[SECRET_HASH], b[SECRET_HASH], c[SECRET_HASH];
  secret_caller_hash(&site, SV("08-123 456"), a);
  secret_caller_hash(&site, SV("08123456"), b);
  secret_caller_hash(&site, SV("anna@example"), c);
  CHECK(secret_equal(a, b, sizeof a));
  CHECK(!secret_equal(a, c, sizeof a));
}

TEST(key_files_are_made_once_and_kept_private) {
  AUTO(fd) fd dir = open(test_folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct secret_key a, b;
  CHECK_OK(secret_keys_make(dir));
  CHECK_OK(secret_key_read(dir, "site.key", &a));
  CHECK_OK(secret_keys_make(dir));
  CHECK_OK(secret_key_read(dir, "site.key", &b));
  CHECK(secret_equal(&a, &b, sizeof a));
  CHECK_OK(secret_public_read(dir, "encode.pub", &a));
  CHECK_EQ(fchmodat(dir, "site.key", 0644, 0), 0);
  CHECK_FAILS(E_CONFIG, secret_key_read(dir, "site.key", &a));
}
