// SPDX-License-Identifier: Apache-2.0
// openapi SCHEMAS: prints docs/openapi.json (OpenAPI 3.1) from schemas/routes.def and errors.def:
// every path, who may (x-right) of what (x-of), how much body it takes, what it leaves in the log
// (x-audit); and what is answered, as schemas/shapes has it (SCHEMAS is tools/sqlgen's).
#include "centre/event_name.h"
#include "core/file.h"
#include "core/jsonw.h"
#include "gen/told/words.h"

struct row {
  const char *method, *path, *handler, *right, *of;
  enum event event;
  long body;
  bool csv, taken;
};

enum { EMPTY = 64 };
static const struct row rows[] = {
#define ROUTE(method, path, handler, right, of, body, event)                                       \
  {#method, path, #handler, #right, #of, event, body, false, false},
#define SHEET(method, path, handler, right, of, body, event)                                       \
  {#method, path, #handler, #right, #of, event, body, true, false},
#define TAKEN(method, path, handler, right, of, body, event)                                       \
  {#method, path, #handler, #right, #of, event, body, false, true},
#define HASHED ROUTE
#define LONGER ROUTE
#include "schemas/routes.def"
#undef ROUTE
#undef HASHED
#undef LONGER
#undef SHEET
#undef TAKEN
};

static const struct {
  const char *handler, *schema;
  bool page; // {rows, next, seen} of it
} answers[] = {
#define ANSWER(handler, schema, page) {#handler, schema, page},
#include "gen/told/answers.def"
#undef ANSWER
};

#define MOST_INT INT64_MAX
static const struct member {
  const char *handler, *name, *kind, *says, *words;
  int64_t least, most;
} members[] = {
#define MEMBER_INT(least, most)  NULL, least, most
#define MEMBER_TEXT(least, most) NULL, least, most
#define MEMBER_ID(least, most)   NULL, 0, 0
#define MEMBER_WORD(least, most) most, 0, 0
#define MEMBER(handler, name, kind, least, most, says)                                             \
  {#handler, name, #kind, says, MEMBER_##kind(least, most)},
#include "schemas/members.def"
#undef MEMBER
};

static const struct {
  int status;
  const char *word, *text;
} errors[] = {
#define ERR(sym, http, exit_, text) {http, #sym, text},
#include "schemas/errors.def"
#undef ERR
};

static void member(struct buf *b, const char *key, const char *text) {
  jsonw_key(b, key);
  jsonw_text(b, text);
}

static void open_object(struct buf *b, const char *key) {
  jsonw_key(b, key);
  buf_add_char(b, '{');
}

static bool has(const struct row *r, const char *part) { return strstr(r->path, part) != NULL; }

static void words(struct buf *b, const char *set) {
  buf_add_str(b, "\"enum\":[");
  for (struct sv rest = sv_of(set); rest.n;) {
    struct sv word = sv_cut(&rest, '|');
    buf_printf(b, "\"" SV_FMT "\"%s", SV_ARG(word), rest.n ? "," : "]");
  }
}

static void query_member(struct buf *b, const struct member *m) {
  jsonw_comma(b);
  buf_printf(b, "{\"name\":\"%s\",\"in\":\"query\"", m->name);
  member(b, "description", m->says);
  open_object(b, "schema");
  if (m->words)
    words(b, m->words);
  else if (!strcmp(m->kind, "INT"))
    buf_printf(b, "\"type\":\"integer\",\"minimum\":%" PRId64, m->least);
  else if (!strcmp(m->kind, "ID"))
    buf_add_str(b, "\"type\":\"string\",\"format\":\"uuid\"");
  else
    buf_printf(b, "\"type\":\"string\",\"maxLength\":%" PRId64, m->most);
  if (m->most && !strcmp(m->kind, "INT") && m->most != MOST_INT)
    buf_printf(b, ",\"maximum\":%" PRId64, m->most);
  buf_add_str(b, "}}");
}

static void header(struct buf *b, const char *name, const char *type, const char *says) {
  jsonw_comma(b);
  buf_printf(b, "{\"name\":\"%s\",\"in\":\"header\"", name);
  member(b, "description", says);
  buf_printf(b, ",\"schema\":{\"type\":\"%s\"}}", type);
}

static void headers_taken(struct buf *b, const struct row *r) {
  if (!r->body) {
    header(b, "Upload-Offset", "integer", "from which byte this goes on");
    return;
  }
  header(b, "Upload-Length", "integer", "bytes of the file, where it follows in parts");
  header(b, "Upload-Metadata", "string",
         "tus 1.0.0: filename, and call (a sidecar or a vCon), in base64");
}

static void parameters(struct buf *b, const struct row *r) {
  const char *name = has(r, "{id}") ? "id" : has(r, "{token}") ? "token" : NULL;
  size_t first = b->n;
  jsonw_key(b, "parameters");
  buf_add_char(b, '[');
  size_t none = b->n;
  if (name)
    buf_printf(
        b,
        "{\"name\":\"%s\",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\",%s}}",
        name, name[0] == 'i' ? "\"format\":\"uuid\"" : "\"pattern\":\"^[A-Za-z0-9_-]{43}$\"");
  for (size_t i = 0; i < countof(members); i++)
    if (!strcmp(members[i].handler, r->handler)) query_member(b, &members[i]);
  if (r->taken) headers_taken(b, r);
  if (b->n == none)
    b->n = first;
  else
    buf_add_char(b, ']');
}

// A file, of any length; where something may be told of it instead, that too.
static void body_taken(struct buf *b, const struct row *r) {
  static const char binary[] = "{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}";
  open_object(b, "requestBody");
  open_object(b, "content");
  jsonw_key(b, r->body ? "application/octet-stream" : "application/offset+octet-stream");
  buf_add_str(b, binary);
  if (r->body) {
    jsonw_key(b, "audio/*");
    buf_add_str(b, binary);
    for (const char *const *type =
             (const char *const[]){"application/vcon+json", "application/json", NULL};
         *type; type++) {
      jsonw_key(b, *type);
      buf_add_str(b, "{\"schema\":{\"type\":\"object\"}}");
    }
  }
  buf_add_str(b, "}}");
}

static void body_of(struct buf *b, const struct row *r) {
  if (r->taken) body_taken(b, r);
  if (!r->body || r->taken) return;
  open_object(b, "requestBody");
  buf_printf(
      b, "\"required\":true,\"content\":{\"%s\":{\"schema\":{\"type\":\"%s\",\"maxLength\":%ld}}}}",
      r->csv ? "text/csv" : "application/json", r->csv ? "string" : "object", r->body);
}

static const char *answer_type(const struct row *r) {
  if (!strcmp(r->handler, "listening_audio")) return "audio/ogg";
  if (!strcmp(r->handler, "listening_peaks")) return "application/octet-stream";
  if (!strcmp(r->handler, "events_get")) return "text/event-stream";
  return strcmp(r->handler, "healthz_get") ? "application/json" : "text/plain";
}

// What is answered; nothing of it is known of a route without an answer of its own.
static void schema(struct buf *b, const struct row *r) {
  for (size_t i = 0; i < countof(answers); i++) {
    if (strcmp(answers[i].handler, r->handler) != 0) continue;
    buf_add_str(b, "\"schema\":");
    if (answers[i].page)
      buf_add_str(b,
                  "{\"type\":\"object\",\"required\":[\"rows\",\"next\",\"seen\"],\"properties\":{"
                  "\"next\":{\"type\":[\"string\",\"null\"]},\"seen\":{\"enum\":[\"all\",\"part\","
                  "\"none\"]},\"rows\":{\"type\":\"array\",\"items\":");
    buf_add_str(b, answers[i].schema);
    if (answers[i].page) buf_add_str(b, "}},\"additionalProperties\":false}");
  }
}

static void responses(struct buf *b, const struct row *r) {
  open_object(b, "responses");
  buf_printf(b, "\"2XX\":{\"description\":\"done\",\"content\":{\"%s\":{", answer_type(r));
  schema(b, r);
  buf_add_str(b, "}}},");
  buf_add_str(b, "\"default\":{\"$ref\":\"#/components/responses/refused\"}}");
}

static void operation(struct buf *b, const struct row *r) {
  char method[8] = {0};
  for (size_t i = 0; r->method[i] && i < sizeof method - 1; i++)
    method[i] = (char)(r->method[i] - 'A' + 'a');
  open_object(b, method);
  member(b, "operationId", r->handler);
  member(b, "x-right", r->right + 2);
  member(b, "x-of", r->of + 3);
  if (r->event) member(b, "x-audit", event_name(r->event));
  if (!strcmp(r->right, "R_ANYONE")) buf_add_str(b, ",\"security\":[]");
  if (!strcmp(r->right, "R_SEND") || !strcmp(r->right, "R_FEED"))
    buf_add_str(b, ",\"security\":[{\"key\":[]}]");
  parameters(b, r);
  body_of(b, r);
  responses(b, r);
  buf_add_char(b, '}');
}

// Rows of one path stand together, wherever they are in the table.
static void paths(struct buf *b) {
  open_object(b, "paths");
  for (size_t i = 0; i < countof(rows); i++) {
    bool told = false;
    for (size_t k = 0; k < i; k++) told |= !strcmp(rows[k].path, rows[i].path);
    if (told) continue;
    buf_add_str(b, i ? ",\n" : "\n");
    jsonw_text(b, rows[i].path);
    buf_add_str(b, ":{");
    for (size_t k = i; k < countof(rows); k++)
      if (!strcmp(rows[k].path, rows[i].path)) operation(b, &rows[k]);
    buf_add_char(b, '}');
  }
  buf_add_char(b, '}');
}

static enum err components(struct buf *b, const char *schemas) {
  AUTO(buf) struct buf text = {0};
  TRY(file_read(AT_FDCWD, schemas, 4 << 20, &text));
  open_object(b, "components");
  buf_add_str(b, "\"schemas\":");
  buf_add(b, text.p, text.n);
  buf_add_str(b, ",\n");
  buf_add_str(
      b,
      "\"securitySchemes\":{\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":"
      "\"__Host-medlyss\"},\"key\":{\"type\":\"http\",\"scheme\":\"bearer\"}},\n\"responses\":{"
      "\"refused\":{\"description\":\"why not\","
      "\"content\":{\"application/json\":{\"schema\":{\"type\":\"object\",\"required\":"
      "[\"error\",\"text\"],\"properties\":{\"text\":{\"type\":\"string\"},\"error\":{\"enum\":[");
  for (size_t i = 0; i < countof(errors); i++) {
    jsonw_comma(b);
    jsonw_text(b, errors[i].word);
  }
  buf_add_str(b, "]}}}}}}}}");
  return OK;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fputs("usage: openapi SCHEMAS\n", stderr);
    return 2;
  }
  AUTO(buf) struct buf b = {0};
  buf_add_str(
      &b,
      "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Medlyss\",\"version\":\"1\",\"license\":{"
      "\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},\n\"security\":[{\"session\":[]}]");
  paths(&b);
  buf_add_str(&b, "\n");
  if (components(&b, argv[1])) {
    fprintf(stderr, "openapi: %s\n", err_detail());
    return 1;
  }
  buf_add_str(&b, "}\n");
  return fwrite(b.p, 1, b.n, stdout) == b.n ? 0 : 1;
}
