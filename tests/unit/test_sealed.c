// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include "core/blob.h"
#include "core/file.h"
#include "core/sealed_block.h"
#include "core/secret.h"
#include "tests/check.h"

static struct secret_key key;
static uint8_t pattern[6 * SEALED_BLOCK];

static void pattern_make(void) {
  for (size_t i = 0; i < sizeof pattern; i++) pattern[i] = (uint8_t)(i * 31 + i / 251);
  for (size_t i = 0; i < sizeof key.b; i++) key.b[i] = (uint8_t)i;
}

static const struct sealed_name name_a = {.id = {{1, 2, 3}}, .kind = "opus"};

// A sealed file of n pattern bytes, written in steps; the path is static.
static const char *file_of(size_t n, size_t step, enum sealed_cipher cipher) {
  static char path[128];
  pattern_make();
  snprintf(path, sizeof path, "%s/f", test_folder());
  AUTO(fd) fd f = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  struct sealed_writer *w = NULL;
  CHECK_OK(sealed_create(f, name_a, key.b, cipher, &w));
  for (size_t at = 0; at < n; at += step)
    CHECK_OK(sealed_write(w, pattern + at, n - at < step ? n - at : step));
  CHECK_OK(sealed_finish(w));
  sealed_writer_free(w);
  return path;
}

static enum err reopen(const char *path, struct sealed_name name, struct sealed **out) {
  AUTO(fd) fd f = open(path, O_RDONLY | O_CLOEXEC);
  TRY(sealed_open(f, name, key.b, out));
  fd_take(&f);
  return OK;
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
  CHECK_OK(reopen(file_of(size, 1000, cipher), name_a, &s));
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
    const char *path = file_of(n, 4096, SEALED_BEST);
    struct sealed *s = NULL;
    CHECK_EQ(truncate(path, (off_t)(whole - cuts[i])), 0);
    CHECK_FAILS(E_BAD_DATA, reopen(path, name_a, &s));
  }
}

static void flip(const char *path, off_t at) {
  AUTO(fd) fd f = open(path, O_RDWR | O_CLOEXEC);
  uint8_t b = 0;
  CHECK_EQ(pread(f, &b, 1, at), 1);
  b ^= 1;
  CHECK_EQ(pwrite(f, &b, 1, at), 1);
}

TEST(the_first_bytes_may_be_told_at_the_end) {
  static const size_t sizes[] = {24, SEALED_BLOCK, SEALED_BLOCK + 1, 4 * SEALED_BLOCK};
  pattern_make();
  for (size_t i = 0; i < countof(sizes); i++) {
    AUTO(fd) fd f = open(file_of(0, 1, SEALED_BEST), O_RDWR | O_TRUNC | O_CLOEXEC);
    static const uint8_t zeros[24];
    struct sealed_writer *w = NULL;
    struct sealed *s = NULL;
    CHECK_OK(sealed_create(f, name_a, key.b, SEALED_BEST, &w));
    CHECK_FAILS(E_RANGE, sealed_patch(w, pattern, 24));
    CHECK_OK(sealed_write(w, zeros, sizeof zeros));
    CHECK_OK(sealed_write(w, pattern + 24, sizes[i] - 24));
    CHECK_OK(sealed_patch(w, pattern, 24));
    CHECK_OK(sealed_finish(w));
    sealed_writer_free(w);
    CHECK_OK(sealed_open(f, name_a, key.b, &s));
    range_check(s, sizes[i], 0, sizes[i]);
    fd_take(&f);
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
  sealed_crypt_new(&c, (struct sealed_name){id_new(), "opus"}, key.b, SEALED_AES256GCM);
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
  for (off_t at = 0; at < SEALED_HEAD + 3 * (SEALED_BLOCK + SEALED_TAG); at += 61) {
    const char *path = file_of(3 * SEALED_BLOCK, 4096, SEALED_BEST);
    struct sealed *s = NULL;
    flip(path, at);
    enum err rc = reopen(path, name_a, &s);
    if (!rc) rc = sealed_verify(s);
    CHECK(rc == E_BAD_DATA || rc == E_UNSUPPORTED);
    err_forget();
    sealed_free(s);
  }
}

TEST(blocks_cannot_change_places) {
  const char *path = file_of(3 * SEALED_BLOCK, 4096, SEALED_BEST);
  static uint8_t a[SEALED_BLOCK + SEALED_TAG], b[sizeof a];
  AUTO(fd) fd f = open(path, O_RDWR | O_CLOEXEC);
  CHECK_EQ(pread(f, a, sizeof a, SEALED_HEAD), sizeof a);
  CHECK_EQ(pread(f, b, sizeof b, SEALED_HEAD + sizeof a), sizeof b);
  CHECK_EQ(pwrite(f, b, sizeof b, SEALED_HEAD), sizeof b);
  CHECK_EQ(pwrite(f, a, sizeof a, SEALED_HEAD + sizeof a), sizeof a);
  struct sealed *s = NULL;
  CHECK_OK(reopen(path, name_a, &s));
  CHECK_FAILS(E_BAD_DATA, sealed_verify(s));
  sealed_free(s);
}

TEST(a_sealed_file_answers_to_its_own_name_only) {
  const char *path = file_of(10, 4096, SEALED_BEST);
  struct sealed *s = NULL;
  CHECK_FAILS(E_BAD_DATA, reopen(path, (struct sealed_name){.id = {{9}}, .kind = "opus"}, &s));
  CHECK_FAILS(E_BAD_DATA, reopen(path, (struct sealed_name){.id = name_a.id, .kind = "peaks"}, &s));
}

static enum err count_one(void *self, struct id id, const char *kind) {
  CHECK(id_eq(id, name_a.id));
  CHECK_STR(kind, "opus");
  ++*(int *)self;
  return OK;
}

TEST(a_blob_is_visible_whole_or_not_at_all) {
  pattern_make();
  AUTO(fd) fd audio = open(test_folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  struct blob *b = NULL;
  struct sealed *s = NULL;
  int n = 0;
  CHECK_OK(blob_create(audio, name_a, key.b, &b));
  CHECK_OK(blob_write(b, pattern, 5000));
  CHECK_FAILS(E_NOT_FOUND, blob_open(audio, name_a, key.b, &s));
  CHECK_OK(blob_each(audio, count_one, &n));
  CHECK_EQ(n, 0);
  CHECK_OK(blob_publish(b));
  blob_free(b);
  CHECK_OK(blob_each(audio, count_one, &n));
  CHECK_EQ(n, 1);
  CHECK_OK(blob_open(audio, name_a, key.b, &s));
  CHECK_EQ(sealed_size(s), 5000);
  sealed_free(s);
  CHECK_OK(blob_remove(audio, name_a));
  CHECK_OK(blob_remove(audio, name_a));
  CHECK_FAILS(E_NOT_FOUND, blob_open(audio, name_a, key.b, &s));
}

TEST(an_unfinished_blob_is_swept) {
  pattern_make();
  AUTO(fd) fd audio = open(test_folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  AUTO(fd) fd stale = -1;
  CHECK_OK(folder_make(audio, "00", 0700));
  stale = openat(audio, "00/.x.opus.new", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  blob_sweep(audio);
  CHECK(faccessat(audio, "00/.x.opus.new", F_OK, 0) < 0);
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
