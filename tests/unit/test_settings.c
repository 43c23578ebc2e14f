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

// What would fail where it is used, or never.
TEST(a_text_that_fits_nothing_is_refused_with_its_line) {
  static const char *const bad[] = {"time_zone = Mars/Olympus",
                                    "time_zone = ../zoneinfo/Europe/Stockholm",
                                    "time_zone = /etc/localtime",
                                    "time_zone = ",
                                    "site_name =  ",
                                    "caller_word = ",
                                    "care_on_call = ring Maria",
                                    "care_on_call = +",
                                    "country_code = +46",
                                    "caller_word_en = ",
                                    "interfaces = eth0,,eth1",
                                    "interfaces = an/interface",
                                    "sip_ports = 5060,abc",
                                    "sip_ports = 0",
                                    "sip_ports = 65536",
                                    "sip_ports = ",
                                    "join_headers = X CID",
                                    "spool = relative/spool",
                                    "spool = /nonexistent/spool",
                                    "audit_heads = heads",
                                    "audit_heads = /nonexistent/heads",
                                    "audit_heads = /tmp/",
                                    "listen = 8070",
                                    "listen = 127.0.0.1:70000",
                                    "public_address = javascript:alert(1)",
                                    "public_address = https://",
                                    "public_address = https://a.example/path",
                                    "allowed_hosts = ,",
                                    "allowed_hosts = a.example,https://b.example",
                                    "trusted_proxies = 10.0.0.0/33",
                                    "trusted_proxies = proxy.example"};
  char text[200];
  for (size_t i = 0; i < countof(bad); i++) {
    struct settings s;
    struct sv name = sv_of(bad[i]);
    snprintf(text, sizeof text, "# one line before\n%s\n", bad[i]);
    name = sv_trim(sv_cut(&name, '='));
    bool refused = parse(text, &s) == E_CONFIG && strstr(err_detail(), "test.ini, line 2: ") &&
                   sv_has(sv_of(err_detail()), name);
    if (!refused) test_failed(__FILE__, __LINE__, bad[i]);
    err_forget();
  }
}

TEST(a_text_that_fits_is_taken) {
  static const char good[] = "time_zone = America/Argentina/Buenos_Aires\n"
                             "interfaces = eth0, bond0.12\nsip_ports = 5060, 5061\n"
                             "join_headers = \nspool = /\naudit_heads = /heads\n"
                             "listen = [::1]:8443\npublic_address = https://a.example:8443/\n"
                             "allowed_hosts = a.example, [::1], 10.0.0.1\n"
                             "trusted_proxies = 10.0.0.0/8, ::1, fd00::/8\n";
  AUTO(settings) struct settings s = {0};
  CHECK_OK(parse(good, &s));
  CHECK_STR(s.time_zone, "America/Argentina/Buenos_Aires");
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
