// SPDX-License-Identifier: Apache-2.0
#include "core/datadir.h"
#include "core/settings.h"
#include "tests/check.h"

static enum err parse(const char *text, struct settings *out) {
  return settings_parse(sv_of(text), "test.ini", out);
}

TEST(settings_have_defaults_and_are_read) {
  AUTO(settings) struct settings s = {0};
  CHECK_OK(parse(
      "# ours\n\nsite_name = Växeln i Ekbacka\nretention_days=90\nkeep_unanswered = false\n", &s));
  CHECK_STR(s.site_name, "Växeln i Ekbacka");
  CHECK_EQ(s.retention_days, 90);
  CHECK(!s.keep_unanswered && s.watch_imports);
  CHECK_STR(s.profile, "economical");
  CHECK_OK(settings_set(&s, SV("profile"), SV("fine")));
  CHECK_STR(s.profile, "fine");
}

TEST(an_unknown_setting_is_refused_and_the_nearest_named) {
  struct settings s;
  CHECK_EQ(parse("retention_day = 3\n", &s), E_CONFIG);
  CHECK(strstr(err_detail(), "test.ini, line 1") && strstr(err_detail(), "retention_days"));
  err_forget();
}

TEST(settings_forgive_nothing) {
  static const char *const bad[] = {"retention_days = 0\n",
                                    "retention_days = many\n",
                                    "profile = best\n",
                                    "keep_unanswered = 1\n",
                                    "[web]\nlisten = x\n",
                                    "site_name: x\n",
                                    "site_name x\n",
                                    "site_name = a\n b\n",
                                    "site_name = a ; b\n",
                                    "; site_name = a\n",
                                    "web_threads = 1\nweb_threads = 1\n",
                                    "site_name = \x01\n",
                                    "Site_Name = x\n",
                                    "= x\n"};
  for (size_t i = 0; i < countof(bad); i++) {
    struct settings s;
    if (parse(bad[i], &s) != E_CONFIG) test_failed(__FILE__, __LINE__, bad[i]);
    err_forget();
  }
  char line[300] = "site_name = ";
  memset(line + 12, 'x', 250);
  struct settings s;
  CHECK_FAILS(E_CONFIG, parse(line, &s));
}

TEST(the_sample_is_itself_a_settings_file) {
  AUTO(settings) struct settings s = {0};
  AUTO(buf) struct buf b = {0};
  settings_print(&b, SETTINGS_SAMPLE);
  CHECK_OK(parse(b.p, &s));
}

TEST(a_data_folder_is_made_once_and_opened) {
  char path[200];
  AUTO(datadir) struct datadir d = {.dir = -1};
  AUTO(datadir) struct datadir again = {.dir = -1};
  snprintf(path, sizeof path, "%s/data", test_folder());
  CHECK_FAILS(E_NOT_FOUND, datadir_open(path, &d));
  CHECK_OK(datadir_make(path, &d));
  CHECK_FAILS(E_NOT_FOUND, datadir_open(path, &again));
  CHECK_OK(file_write_atomic(d.dir, "catalogue.db", SV(""), 0600));
  CHECK_OK(datadir_open(path, &again));
  AUTO(fd) fd audio = -1;
  CHECK_OK(datadir_folder(&again, DATADIR_AUDIO, &audio));
  CHECK(audio >= 0);
}
