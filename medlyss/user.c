// SPDX-License-Identifier: Apache-2.0
// medlyss user add: a person with a role, a team, lines and a password, for set-up by script.
// medlyss user code: a recovery code for someone who lost theirs; whoever has the shell may.
#include <sodium.h>

#include "core/chain.h"
#include "core/clock.h"
#include "medlyss/cli.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"
#include "medlyss/onecode.h"
#include "medlyss/scope.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200 };

struct newcomer {
  const char *name, *login, *role, *team, *password_file, *languages;
  struct cli_words lines;
};

static bool known_role(const char *role) {
  static const char *const roles[] = {"agent",   "coach", "newhire", "trainer",
                                      "quality", "dpo",   "admin",   "guest"};
  for (size_t i = 0; i < countof(roles); i++)
    if (!strcmp(roles[i], role)) return true;
  return false;
}

static enum err hash_password(const char *file, char out[crypto_pwhash_STRBYTES]) {
  AUTO(buf) struct buf text = {0};
  TRY(file_read(AT_FDCWD, file, 4096, &text));
  struct sv word = buf_sv(&text);
  while (word.n && (word.p[word.n - 1] == '\n' || word.p[word.n - 1] == '\r')) word.n--;
  if (word.n < PASSWORD_LEAST || word.n > PASSWORD_MOST)
    return fail(E_BAD_DATA, "a password has %d to %d characters", PASSWORD_LEAST, PASSWORD_MOST);
  int rc = crypto_pwhash_str_alg(out, word.p, word.n, 2, 64U << 20, crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero(text.p, text.n);
  return rc ? fail(E_BROKEN, "no memory for the password's hash") : OK;
}

// ---- where she belongs ------------------------------------------------------------------------
static enum err find_or_add_team(struct house *h, const char *name, struct opt_id *out) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  struct team_by_name_row row;
  bool found;
  if (!name) return OK;
  TRY(sql_team_by_name(h->db, &a, &(struct team_by_name){name}, &row, &found));
  *out = some_id(found ? row.id : id_new());
  if (found) return OK;
  TRY(sql_team_add(h->db, &(struct team_add){out->v, name, clock_wall_ms()}));
  return house_audit(h, "team.added", out->v, NULL);
}

static enum err find_or_add_line(struct house *h, const char *address, struct opt_id team,
                                 struct id *out) {
  AUTO(arena) struct arena a;
  arena_init(&a, 4096);
  struct line_by_address_row row;
  bool found;
  TRY(sql_line_by_address(h->db, &a, &(struct line_by_address){address}, &row, &found));
  *out = found ? row.id : id_new();
  if (found) return OK;
  struct line_add line = {.id = *out, .name = address, .address = address, .team = team};
  TRY(sql_line_add(h->db, &line));
  return house_audit(h, "line.added", *out, NULL);
}

// Sits there until further notice, and always did: capture files are older than this command.
static enum err sit_down(struct house *h, struct id person, const char *address,
                         struct opt_id team) {
  struct id line;
  TRY(find_or_add_line(h, address, team, &line));
  struct shift_add shift = {
      .id = id_new(), .person = person, .line = line, .from_ms = 0, .duty = "phone"};
  return sql_shift_add(h->db, &shift);
}

static enum err add_person(struct house *h, const struct newcomer *n, const char *password,
                           struct id *out) {
  struct person_add row = {.id = id_new(),
                           .name = n->name,
                           .login = n->login ? n->login : n->name,
                           .password = password,
                           .ui_language = h->settings.site_language,
                           .languages = n->languages ? n->languages : "sv en",
                           .prefs = "{}",
                           .state = password ? "active" : "invited",
                           .created_ms = clock_wall_ms()};
  enum err rc = sql_person_add(h->db, &row);
  if (rc == E_CONFLICT) {
    err_forget();
    return fail(rc, "somebody signs in as \"%s\" already", row.login);
  }
  *out = row.id;
  return rc ? rc : house_audit(h, "person.added", row.id, NULL);
}

static enum err add(struct house *h, const struct newcomer *n, const char *password) {
  AUTO(db_tx) struct db_tx tx = {0};
  struct opt_id team = {0};
  struct id person;
  TRY(db_begin(h->db, &tx));
  TRY(add_person(h, n, password, &person));
  TRY(find_or_add_team(h, n->team, &team));
  struct grant_add grant = {
      .id = id_new(), .person = person, .role = n->role, .team = team, .from_ms = clock_wall_ms()};
  TRY(sql_grant_add(h->db, &grant));
  TRY(house_audit(h, "grant.given", person, n->role));
  if (team.set) {
    struct membership_add seat = {.id = id_new(), .person = person, .team = team.v, .from_ms = 0};
    TRY(sql_membership_add(h->db, &seat));
  }
  for (size_t i = 0; i < n->lines.n; i++) TRY(sit_down(h, person, n->lines.v[i], team));
  TRY(scope_rebuild(h->db));
  TRY(db_commit(&tx));
  char text[ID_TEXT];
  id_text(person, text);
  printf("%s\n", text);
  return OK;
}

static enum err user_add(struct command_line line) {
  const char *data = NULL;
  struct newcomer n = {0};
  AUTO(house) struct house h = HOUSE_NONE;
  char password[crypto_pwhash_STRBYTES];
  const struct cli_option options[] = {{.name = "--data", .value = &data},
                                       {.name = "--name", .value = &n.name},
                                       {.name = "--login", .value = &n.login},
                                       {.name = "--role", .value = &n.role},
                                       {.name = "--team", .value = &n.team},
                                       {.name = "--line", .many = &n.lines},
                                       {.name = "--languages", .value = &n.languages},
                                       {.name = "--password-file", .value = &n.password_file}};
  TRY(cli_read(line.argc, line.argv, options, countof(options), NULL));
  TRY(cli_needed("--data", data));
  TRY(cli_needed("--name", n.name));
  TRY(cli_needed("--role", n.role));
  if (!known_role(n.role))
    return fail(E_BAD_INPUT,
                "a role is agent, coach, newhire, trainer, quality, dpo, admin or guest");
  if (n.password_file) TRY(hash_password(n.password_file, password));
  TRY(house_open(data, &h));
  return add(&h, &n, n.password_file ? password : NULL);
}

static enum err user_code(struct command_line line) {
  const char *data = NULL, *login = NULL;
  AUTO(house) struct house h = HOUSE_NONE;
  AUTO(arena) struct arena a;
  struct person_by_login_row row;
  bool found;
  char code[ONECODE_TEXT];
  const struct cli_option options[] = {{.name = "--data", .value = &data},
                                       {.name = "--login", .value = &login}};
  arena_init(&a, 64 * 1024);
  TRY(cli_read(line.argc, line.argv, options, countof(options), NULL));
  TRY(cli_needed("--data", data));
  TRY(cli_needed("--login", login));
  TRY(house_open(data, &h));
  TRY(sql_person_by_login(h.db, &a, &(struct person_by_login){login}, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "nobody signs in as \"%s\"", login);
  TRY(onecode_make(h.db, row.password ? "recover" : "invite", row.id, code));
  printf("%s\n", code);
  return OK;
}

enum err command_user(struct command_line line, bool *out_no) {
  (void)out_no;
  const char *verb = line.argc ? line.argv[0] : "";
  struct command_line rest = {line.argc - 1, line.argv + 1};
  if (!strcmp(verb, "add")) return user_add(rest);
  if (!strcmp(verb, "code")) return user_code(rest);
  return fail(E_BAD_INPUT, "medlyss user add … or medlyss user code …");
}
