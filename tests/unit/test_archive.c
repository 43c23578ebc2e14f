// SPDX-License-Identifier: Apache-2.0
// What every archive promises, asked of the folder and of one in memory; and a recording made,
// heard, listed and erased with nothing but the seam between.
#include <sys/stat.h>

#include "recorder/encode/tape.h"
#include "tests/check.h"
#include "tests/memory_archive.h"
#include "vault/blob.h"
#include "vault/playable.h"

static const struct archive_name first = {.id = {{1, 2, 3}}, .kind = "opus"};
static const struct archive_name second = {.id = {{1, 2, 3}}, .kind = "peaks"};

static struct archive *folder_in(const char *path, struct datadir *d) {
  struct settings s = {0};
  struct archive *a = NULL;
  CHECK_OK(datadir_make(path, d));
  CHECK_OK(settings_parse(SV(""), "medlyss.ini", &s));
  CHECK_OK(archive_open(d, &s, &a));
  settings_drop(&s);
  return a;
}

static void promise_of_each(void (*promise)(struct archive *a)) {
  struct datadir d = {.dir = -1};
  struct archive *folder = folder_in(test_folder(), &d), *memory = memory_new();
  promise(folder);
  promise(memory);
  archive_free(folder);
  archive_free(memory);
  datadir_drop(&d);
}

static void put_text(struct archive *a, struct archive_name name, const char *text) {
  struct archive_draft *d = NULL;
  CHECK_OK(archive_put(a, name, &d));
  CHECK_OK(archive_write(d, 0, text, strlen(text)));
  CHECK_OK(archive_sync(d));
  CHECK_OK(archive_publish(d));
  archive_discard(d);
}

static void check_text(struct archive *a, struct archive_name name, const char *want) {
  struct archive_item *i = NULL;
  char got[64] = {0};
  size_t n = 0;
  CHECK_OK(archive_get(a, name, &i));
  CHECK_EQ(archive_size(i), strlen(want));
  CHECK_OK(archive_read(i, 0, got, sizeof got, &n));
  CHECK_EQ(n, strlen(want));
  CHECK_STR(got, want);
  archive_close(i);
}

static enum err count(void *self, struct id id, const char *kind) {
  CHECK(id_eq(id, first.id));
  CHECK(!strcmp(kind, "opus") || !strcmp(kind, "peaks"));
  ++*(int *)self;
  return OK;
}

static int count_all(struct archive *a) {
  int n = 0;
  CHECK_OK(archive_each(a, &(struct archive_visit){.each = count, .self = &n}));
  return n;
}

static void seen_whole(struct archive *a) {
  struct archive_draft *d = NULL;
  struct archive_item *i = NULL;
  CHECK_OK(archive_put(a, first, &d));
  CHECK_OK(archive_write(d, 4, "body", 4)); // the head is known last
  CHECK_OK(archive_write(d, 0, "head", 4));
  CHECK_FAILS(E_NOT_FOUND, archive_get(a, first, &i));
  CHECK_EQ(count_all(a), 0);
  CHECK_OK(archive_sync(d));
  CHECK_FAILS(E_NOT_FOUND, archive_get(a, first, &i));
  CHECK_OK(archive_publish(d));
  archive_discard(d);
  check_text(a, first, "headbody");
  CHECK_EQ(count_all(a), 1);
}
TEST(what_is_archived_is_seen_whole_or_not_at_all) { promise_of_each(seen_whole); }

static void discarded(struct archive *a) {
  struct archive_draft *d = NULL;
  put_text(a, first, "kept");
  CHECK_OK(archive_put(a, first, &d));
  CHECK_OK(archive_write(d, 0, "thrown", 6));
  archive_discard(d);
  check_text(a, first, "kept");
  put_text(a, first, "anew");
  check_text(a, first, "anew");
  CHECK_EQ(count_all(a), 1);
}
TEST(a_draft_thrown_away_leaves_what_was_there) { promise_of_each(discarded); }

static void erased(struct archive *a) {
  struct archive_item *i = NULL;
  put_text(a, first, "sound");
  put_text(a, second, "peaks");
  CHECK_EQ(count_all(a), 2);
  CHECK_OK(archive_erase(a, first));
  CHECK_OK(archive_erase(a, first));
  CHECK_FAILS(E_NOT_FOUND, archive_get(a, first, &i));
  check_text(a, second, "peaks");
  CHECK_EQ(count_all(a), 1);
}
TEST(what_is_erased_is_not_there_and_its_neighbour_is) { promise_of_each(erased); }

static void read_in_ranges(struct archive *a) {
  struct archive_item *i = NULL;
  char got[8] = {0};
  size_t n = 9;
  put_text(a, first, "0123456789");
  CHECK_OK(archive_get(a, first, &i));
  CHECK_OK(archive_read(i, 3, got, 4, &n));
  CHECK(n == 4 && !memcmp(got, "3456", 4));
  CHECK_OK(archive_read(i, 8, got, 4, &n));
  CHECK(n == 2 && !memcmp(got, "89", 2));
  CHECK_OK(archive_read(i, 10, got, 4, &n));
  CHECK_EQ(n, 0);
  CHECK_OK(archive_read(i, 1 << 20, got, 4, &n));
  CHECK_EQ(n, 0);
  archive_close(i);
}
TEST(an_archive_is_read_at_any_range) { promise_of_each(read_in_ranges); }

static void has_room(struct archive *a) {
  uint64_t room = 0;
  CHECK_OK(archive_room(a, &room));
  CHECK(room > 0);
  CHECK(archive_takes(a));
  CHECK_EQ(count_all(a), 0); // what was tried is gone again
  struct archive_draft *d = NULL;
  CHECK_FAILS(E_BAD_INPUT,
              archive_put(a, (struct archive_name){first.id, "seventeen letters"}, &d));
}
TEST(an_archive_says_what_room_it_has_and_whether_it_works) { promise_of_each(has_room); }

// ---- the folder's own
// ----------------------------------------------------------------------------

static enum err odd(void *self, const char *name) {
  (void)name;
  ++*(int *)self;
  return OK;
}

TEST(a_link_in_the_archive_is_followed_by_nobody) {
  struct datadir d = {.dir = -1};
  struct archive *a = folder_in(test_folder(), &d);
  struct archive_item *i = NULL;
  int n = 0;
  put_text(a, first, "sound");
  CHECK_EQ(renameat(d.dir, "audio/00", d.dir, "elsewhere"), 0);
  CHECK_EQ(symlinkat("../elsewhere", d.dir, "audio/00"), 0);
  enum err rc = archive_get(a, first, &i);
  CHECK(rc == E_BAD_DATA);
  err_forget();
  struct archive_draft *draft = NULL;
  CHECK(archive_put(a, first, &draft) != OK);
  err_forget();
  CHECK_OK(archive_each(a, &(struct archive_visit){.each = count, .odd = odd, .self = &n}));
  CHECK_EQ(n, 1);
  archive_free(a);
  datadir_drop(&d);
}

TEST(drafts_of_a_writer_that_died_are_swept) {
  struct datadir d = {.dir = -1};
  struct archive *a = folder_in(test_folder(), &d);
  struct archive_draft *draft = NULL;
  put_text(a, first, "sound");
  CHECK_OK(archive_put(a, second, &draft));
  archive_sweep(a);
  CHECK_OK(archive_sync(draft));
  CHECK(archive_publish(draft) != OK); // it was swept: its writer must not think it kept
  err_forget();
  archive_discard(draft);
  check_text(a, first, "sound");
  archive_free(a);
  datadir_drop(&d);
}

// ---- a recording over the seam
// -------------------------------------------------------------------

static void feed(struct take *t) {
  uint8_t packet[12 + 160] = {0x80};
  struct take_leg leg = {.leg = 0, .side = SIDE_AGENT};
  CHECK_OK(take_leg(t, &leg));
  memset(packet + 12, 0xff, 160); // µ-law's silence, payload type 0
  for (int i = 0; i < 100; i++) {
    packet[3] = (uint8_t)i;
    packet[6] = (uint8_t)(i * 160 >> 8);
    packet[7] = (uint8_t)(i * 160);
    CHECK_OK(take_rtp(t, 0, 1000000 + i * 20000, packet, sizeof packet));
  }
}

static void recorded(struct archive *a, struct keystore *k, struct id id) {
  struct tape_params p = {.archive = a, .recording = id, .take = {.channels = 2}};
  const struct take_result *result;
  struct tape *t = NULL;
  struct playable *heard = NULL;
  uint64_t bytes = 0, samples = 0;
  CHECK_OK(tape_open(&p, &t));
  feed(tape_take(t));
  CHECK_OK(tape_finish(t, &result));
  CHECK_OK(tape_keep(t, k, &bytes));
  int64_t made = (int64_t)result->samples;
  tape_free(t);
  CHECK_OK(playable_open(a, k, id, PLAYABLE_OPUS, false, &heard));
  CHECK_EQ(playable_size(heard), bytes);
  CHECK_OK(playable_verify(heard, &samples));
  CHECK_EQ(samples, made);
  CHECK(samples > 48000);
  playable_free(heard);
}

TEST(a_recording_is_made_and_heard_from_any_archive) {
  struct datadir d = {.dir = -1};
  struct keystore *k = NULL;
  struct archive *folder = folder_in(test_folder(), &d), *memory = memory_new();
  CHECK_OK(keystore_make(&d, &k));
  recorded(folder, k, id_new());
  recorded(memory, k, id_new());
  keystore_free(k);
  archive_free(folder);
  archive_free(memory);
  datadir_drop(&d);
}
