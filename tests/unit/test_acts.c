// SPDX-License-Identifier: Apache-2.0
// What was asked of a call while it went on: its rows, its marks and the hold; and what an erased
// call keeps of nobody.
#include <dirent.h>

#include "core/file.h"
#include "gen/sql/control.h"
#include "gen/sql/person.h"
#include "recorder/ruling.h"
#include "tests/check.h"
#include "tests/unit/encode_kit.h"

static struct id somebody(struct encode_kit *s) {
  struct id person = id_new();
  CHECK_OK(sql_person_add(desk_catalogue(&s->desk), &(struct person_add){.id = person,
                                                                         .name = "Anna",
                                                                         .ui_language = "sv",
                                                                         .languages = "sv",
                                                                         .prefs = "{}",
                                                                         .state = "active",
                                                                         .created_ms = 1}));
  return person;
}

static void said(struct encode_kit *s, struct id call, char out[400]) {
  struct control_of_call_row *row;
  size_t n, at = 0;
  CHECK_OK(sql_control_of_call(desk_catalogue(&s->desk), &s->rows, &(struct control_of_call){call},
                               &row, &n));
  out[0] = '\0';
  for (size_t i = 0; i < n; i++)
    at += (size_t)snprintf(out + at, 400 - at, "%s/%s%s%s ", row[i].act, row[i].asked,
                           row[i].mark ? "/" : "", row[i].mark ? row[i].mark : "");
}

TEST(what_was_asked_of_a_call_is_kept_with_whom_it_was_asked_for) {
  struct encode_kit s;
  char who[ID_TEXT], nobody[ID_TEXT], told[400];
  struct id call = id_new();
  encode_kit_open(&s);
  id_text(somebody(&s), who);
  id_text(id_new(), nobody);
  const int64_t at = day_us + 3 * SECOND;
  struct spool_mark marks[] = {
      {"pause", -1, at, NULL, who},
      {"unpause", -1, at + 1000, NULL, RULING_BY_LIMIT},
      {"pause", -1, at + 2000, NULL, RULING_GOES_ON}, // told again, and asked by nobody
      {"unpause", -1, at + 3000, NULL, nobody},       // whom the house does not know
      {"control", -1, at + 4000, "thanks", who},
      {"control", -1, at + 5000, "Kalle Kund 0701234567", NULL}, // words are not kept
      {"evidence", -1, at + 6000, NULL, who},
  };
  struct spooled p = spooled_of(call, 0, 3);
  p.marks = marks;
  p.n_marks = countof(marks);
  spooled_make(&s, p);
  encode_kit_work(&s);
  said(&s, call, told);
  CHECK_STR(told, "pause/person resume/limit resume/command mark/person/thanks mark/command "
                  "evidence/person/threat ");
  struct interaction_get_row row = {0};
  CHECK(encode_kit_call(&s, call, &row));
  CHECK(row.hold && row.caller_sealed.n);
  encode_kit_close(&s);
}

// A second name for each part, as a disk keeps what was unlinked.
static void parts_kept(struct encode_kit *s, struct id call) {
  char name[ID_TEXT + 8];
  id_text(call, name);
  memcpy(name + ID_TEXT - 1, ".spool", 7);
  struct dirent **runs;
  int n = scandirat(s->desk.spool, ".", &runs, NULL, alphasort);
  CHECK(n > 0);
  for (int i = 0; i < n; i++) {
    struct dirent *e = runs[i];
    AUTO(fd) fd run = -1, beside = -1;
    if (e->d_name[0] == '.' || folder_open_beneath(s->desk.spool, e->d_name, &run)) continue;
    CHECK_OK(folder_open(AT_FDCWD, test_folder(), &beside));
    CHECK(!linkat(run, name, beside, "kept.spool", 0));
  }
  for (int i = 0; i < n; i++) free(runs[i]);
  free(runs);
  err_forget();
}

TEST(an_erased_call_keeps_no_caller_and_what_lay_in_the_spool_opens_for_nobody) {
  struct encode_kit s;
  char told[400], who[ID_TEXT];
  struct id call = id_new();
  encode_kit_open(&s);
  id_text(somebody(&s), who);
  struct spool_mark erase = {"erase", -1, day_us + 3 * SECOND, NULL, who};
  struct spooled p = spooled_of(call, 0, 3);
  p.marks = &erase;
  p.n_marks = 1;
  p.end = "erased";
  spooled_make(&s, p);
  parts_kept(&s, call);
  AUTO(fd) fd beside = -1;
  struct spool_reader *reader = NULL;
  CHECK_OK(folder_open(AT_FDCWD, test_folder(), &beside));
  CHECK_OK(spool_read_open(beside, "kept.spool", &s.desk.keys, &reader));
  spool_read_free(reader);
  encode_kit_work(&s);
  struct interaction_get_row row = {0};
  CHECK(encode_kit_call(&s, call, &row));
  CHECK_STR(row.no_recording, "erased");
  CHECK(!row.caller_sealed.n && !row.caller_hash.n);
  said(&s, call, told);
  CHECK_STR(told, "erase/person ");
  CHECK(spool_read_open(beside, "kept.spool", &s.desk.keys, &reader) != OK);
  err_forget();
  encode_kit_close(&s);
}
