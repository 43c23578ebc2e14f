// SPDX-License-Identifier: Apache-2.0
// medlyss user add: a person with a role, a team, lines and a password, for set-up by script.
// medlyss user code: a recovery code for someone who lost theirs; whoever has the shell may.
#include <sodium.h>

#include "centre/event.h"
#include "centre/login.h"
#include "centre/may_reach.h"
#include "centre/name.h"
#include "centre/role.h"
#include "centre/scope.h"
#include "core/clock.h"
#include "gen/sql/person.h"
#include "gen/sql/place.h"
#include "gen/sql/team.h"
#include "medlyss/commands.h"
#include "medlyss/house.h"
#include "medlyss/onecode.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200 };

struct newcomer {
  const char *data, *name, *login, *role, *team, *password_file, *languages;
  struct cli_many lines;
};

static const char a_role[] = "one of"
#define ROLE(name, over, rights) " " #name
#include "schemas/roles.def"
#undef ROLE
    ;

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
  return event_tell(h->db, EV_TEAM_ADDED, (struct happening){.object = out->v});
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
  return event_tell(h->db, EV_LINE_ADDED, (struct happening){.object = *out});
}

// One voice has one agent: whose calls a line's are is not changed by adding another.
static enum err find_free(struct house *h, struct id line, const char *address,
                          int64_t *out_from_ms) {
  AUTO(arena) struct arena a;
  struct shift_clash_row r;
  struct shift_free_from_row free;
  struct shift_clash q = {.line = line, .from_ms = clock_wall_ms(), .to_ms = INT64_MAX};
  bool found;
  arena_init(&a, 4096);
  TRY(sql_shift_clash(h->db, &a, &q, &r, &found));
  if (found)
    return fail(E_BAD_DATA,
                "line %s is somebody's already, and its calls are hers until she leaves or changes "
                "team",
                address);
  TRY(sql_shift_free_from(h->db, &a, &(struct shift_free_from){line}, &free));
  *out_from_ms = free.from_ms;
  return OK;
}

// Sits there until further notice, and always did: capture files are older than this command.
static enum err sit_down(struct house *h, struct id person, const char *address,
                         struct opt_id team) {
  AUTO(arena) struct arena a;
  struct id line;
  int64_t from_ms = 0;
  arena_init(&a, 4096);
  TRY(find_or_add_line(h, address, team, &line));
  TRY(find_free(h, line, address, &from_ms));
  struct shift_add shift = {.id = id_new(),
                            .person = may_reach_of_the_house(&a, person),
                            .line = may_reach_of_the_house(&a, line),
                            .from_ms = from_ms,
                            .duty = "phone"};
  return sql_shift_add(h->db, &shift);
}

// By the rules the pages obey (centre/name.h), before anything is written.
static enum err tidy(struct arena *a, struct newcomer *n) {
  if (!n->login) n->login = n->name;
  if (!n->languages) n->languages = "sv en";
  TRY(name_read(a, "--name", NAME_LETTERS, &n->name));
  if (n->team) TRY(name_read(a, "--team", NAME_LETTERS, &n->team));
  for (size_t i = 0; i < n->lines.n; i++) TRY(name_read_address(a, "--line", &n->lines.v[i]));
  return name_read_languages(a, "--languages", &n->languages);
}

static enum err add_person(struct house *h, const struct newcomer *n, const char *password,
                           struct id *out) {
  AUTO(arena) struct arena a;
  const char *login = n->login;
  arena_init(&a, 1 << 20);
  TRY(login_read(h->db, &a, (struct id){0}, &login));
  struct person_add row = {.id = id_new(),
                           .name = n->name,
                           .login = login,
                           .password = password,
                           .ui_language = h->settings.site_language,
                           .languages = n->languages,
                           .prefs = "{}",
                           .state = password ? "active" : "invited",
                           .created_ms = clock_wall_ms()};
  TRY(sql_person_add(h->db, &row));
  *out = row.id;
  return event_tell(h->db, EV_PERSON_ADDED, (struct happening){.object = row.id});
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
  TRY(event_tell(h->db, EV_GRANT_GIVEN, (struct happening){.object = person, .detail = n->role}));
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

static enum err user_add(const void *asked, bool *out_no) {
  struct newcomer tidied = *(const struct newcomer *)asked, *n = &tidied;
  AUTO(house) struct house h = HOUSE_NONE;
  AUTO(arena) struct arena a;
  char password[crypto_pwhash_STRBYTES];
  (void)out_no;
  arena_init(&a, 1 << 20);
  TRY(tidy(&a, n));
  if (!role_known(n->role)) return fail(E_BAD_INPUT, "a role is %s", a_role);
  if (n->password_file) TRY(hash_password(n->password_file, password));
  TRY(house_open(n->data, &h));
  return add(&h, n, n->password_file ? password : NULL);
}

static const struct cli_option add_options[] = {
    CLI_DATA(struct newcomer),
    CLI_NEED(struct newcomer, name, "--name", "NAME", "as colleagues know her"),
    CLI_NEED(struct newcomer, role, "--role", "ROLE", a_role),
    CLI_WORD(struct newcomer, login, "--login", "LOGIN", "what she signs in with; else her name"),
    CLI_WORD(struct newcomer, team, "--team", "TEAM",
             "her team and her role's reach; made if there is none"),
    CLI_MANY(struct newcomer, lines, "--line", "NUMBER",
             "a phone whose calls are hers until further notice"),
    CLI_WORD(struct newcomer, languages, "--languages", "CODES",
             "what she understands, \"sv en\" unless said"),
    CLI_WORD(struct newcomer, password_file, "--password-file", "FILE",
             "her password is its first line; without one she comes in by a code"),
};
const struct cli command_user_add = {
    .path = "user add",
    .says = "Adds a person with a role, a team, lines and a password, for set-up by script. Prints "
            "her id.",
    .example = "medlyss user add --data /var/lib/medlyss --name 'Anna Lind' --login anna "
               "--role agent --team Växeln --line 1003",
    .options = add_options,
    .n = countof(add_options),
    .size = sizeof(struct newcomer),
    .run = user_add};

struct code_asked {
  const char *data, *login;
};

static enum err user_code(const void *asked, bool *out_no) {
  const struct code_asked *ask = asked;
  AUTO(house) struct house h = HOUSE_NONE;
  AUTO(arena) struct arena a;
  struct person_by_login_row row;
  bool found;
  char code[ONECODE_TEXT];
  (void)out_no;
  arena_init(&a, 64 * 1024);
  TRY(house_open(ask->data, &h));
  TRY(login_find(h.db, &a, ask->login, &row, &found));
  if (!found) return fail(E_NOT_FOUND, "nobody signs in as \"%s\"", ask->login);
  TRY(onecode_make(h.db, row.password ? "recover" : "invite", row.id, code));
  printf("%s\n", code);
  return OK;
}

static const struct cli_option code_options[] = {
    CLI_DATA(struct code_asked),
    CLI_NEED(struct code_asked, login, "--login", "LOGIN", "what she signs in with"),
};
const struct cli command_user_code = {
    .path = "user code",
    .says = "Prints a code to set a new password with, for someone who lost hers. It holds for 15 "
            "minutes, once.",
    .example = "medlyss user code --data /var/lib/medlyss --login anna",
    .options = code_options,
    .n = countof(code_options),
    .size = sizeof(struct code_asked),
    .run = user_code};
