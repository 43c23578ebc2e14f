// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/uploadhead.h"

#include <sodium.h>

#include "review-web/http/query.h"

static const struct kind {
  const char *type, *ending;
} kinds[] = {
    {"audio/wav", "wav"},
    {"audio/x-wav", "wav"},
    {"audio/wave", "wav"},
    {"audio/vnd.wave", "wav"},
    {"audio/mpeg", "mp3"},
    {"audio/mp3", "mp3"},
    {"audio/ogg", "ogg"},
    {"audio/opus", "ogg"},
    {"audio/flac", "flac"},
    {"audio/x-flac", "flac"},
    {"audio/mp4", "m4a"},
    {"audio/x-m4a", "m4a"},
    {"audio/aac", "aac"},
    {"audio/webm", "webm"},
    {"audio/amr", "amr"},
    {"audio/amr-wb", "amr"},
    {"audio/aiff", "aiff"},
    {"audio/basic", "ulaw"},
    {"audio/pcmu", "ulaw"},
    {"audio/pcma", "alaw"},
    {"audio/g722", "g722"},
    {"audio/gsm", "gsm"},
    {"application/ogg", "ogg"},
    {"application/octet-stream", NULL},
    {"video/mp4", "m4a"},
    {"video/webm", "webm"},
    {"application/vcon+json", "vcon"},
    {"application/vcon", "vcon"},
    {"application/offset+octet-stream", NULL},
};

// ---- names ------------------------------------------------------------------------------------

// The last part of it, whichever system's path it was.
static const char *name_of(struct arena *a, struct sv text) {
  for (size_t i = text.n; i > 0; i--)
    if (text.p[i - 1] == '/' || text.p[i - 1] == '\\') {
      text = sv_from(text, i);
      break;
    }
  if (!text.n || text.n > UPLOAD_NAME_MAX || !utf8_valid(text)) return NULL;
  for (size_t i = 0; i < text.n; i++)
    if ((unsigned char)text.p[i] < ' ') return NULL;
  return arena_strndup(a, text.p, text.n);
}

// ".vcon.json" is how many write it; an ending of ours is letters and digits.
static const char *kind_of_name(struct arena *a, const char *name) {
  const char *dot = name ? strrchr(name, '.') : NULL;
  size_t n = dot ? strlen(dot + 1) : 0;
  if (dot && dot - name > 5 && !strcasecmp(dot, ".json") && !strncasecmp(dot - 5, ".vcon", 5))
    return "vcon";
  if (!n || n > 5) return NULL;
  char *kind = arena_strndup(a, dot + 1, n);
  for (char *c = kind; *c; c++) {
    if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9'))) return NULL;
  }
  return strcmp(kind, "told") != 0 ? kind : NULL;
}

// ---- Upload-Metadata --------------------------------------------------------------------------

static enum err decoded(struct arena *a, struct sv text, const char *of, struct sv *out) {
  size_t n = 0;
  char *room = arena_try(a, text.n + 1);
  if (!room) return fail(E_TOO_BIG, "Upload-Metadata is too long");
  if (sodium_base642bin((unsigned char *)room, text.n, text.p, text.n, NULL, &n, NULL,
                        sodium_base64_VARIANT_ORIGINAL))
    return fail(E_BAD_INPUT, "Upload-Metadata: the value of %s is not base64", of);
  *out = (struct sv){room, n};
  return OK;
}

static enum err metadata_read(struct arena *a, struct sv rest, struct upload_said *out) {
  while (rest.n) {
    struct sv pair = sv_trim(sv_cut(&rest, ','));
    struct sv key = sv_cut(&pair, ' '), value = sv_trim(pair), text = {0};
    if (sv_eq(key, SV("filename"))) {
      TRY(decoded(a, value, "filename", &text));
      out->name = name_of(a, text);
      if (!out->name) return fail(E_BAD_INPUT, "Upload-Metadata: that is no filename");
    } else if (sv_eq(key, SV("call"))) {
      TRY(decoded(a, value, "call", &out->call));
    }
  }
  return OK;
}

// ---- what the body is -------------------------------------------------------------------------

static const struct kind *kind_of_type(struct sv type) {
  for (size_t i = 0; i < countof(kinds); i++)
    if (sv_ieq(type, sv_of(kinds[i].type))) return &kinds[i];
  return NULL;
}

static enum err length_read(const struct upload_head *h, bool is_told, struct upload_said *out) {
  out->length = h->body_bytes;
  if (h->length.p && sv_u64(sv_trim(h->length), INT64_MAX, &out->length)) {
    err_forget();
    return fail(E_BAD_INPUT, "Upload-Length is how many bytes the file has");
  }
  if (!out->length) return fail(E_BAD_INPUT, "an empty file is no call");
  if (!is_told && h->body_bytes > out->length)
    return fail(E_BAD_INPUT, "more is sent than Upload-Length tells of");
  return OK;
}

static enum err body_read_as(const struct upload_head *h, struct sv type, struct upload_said *out,
                             const struct kind **out_kind) {
  bool json = sv_ieq(type, SV("application/json"));
  const struct kind *kind = kind_of_type(type);
  bool is_vcon = kind && kind->ending && !strcmp(kind->ending, "vcon");
  if (json && !h->length.p && h->body_bytes)
    return fail(E_BAD_INPUT, "JSON about a call comes with Upload-Length, how many bytes of sound "
                             "follow; a vCon with its sound in it is application/vcon+json");
  if (!h->body_bytes && !h->length.p)
    return fail(E_BAD_INPUT, "nothing is sent: sound as audio/wav or application/octet-stream, a "
                             "vCon as application/vcon+json, or Upload-Length for what follows");
  bool about = json || (is_vcon && h->length.p);
  out->body = !h->body_bytes ? UPLOAD_NOTHING : about ? UPLOAD_TOLD : UPLOAD_SOUND;
  *out_kind = about ? NULL : kind;
  if (kind || json || (!h->body_bytes && !type.n)) return OK;
  if (sv_istarts(type, SV("audio/"))) return OK; // what is in it tells
  return fail(E_MEDIA,
              "send sound as audio/wav, audio/mpeg … or application/octet-stream, a vCon as "
              "application/vcon+json; a form is not taken");
}

enum err upload_head_read(struct arena *a, const struct upload_head *h, struct upload_said *out) {
  struct sv rest = h->type, type = sv_trim(sv_cut(&rest, ';'));
  struct upload_said said = {.kind = "bin"};
  const struct kind *kind = NULL;
  TRY(body_read_as(h, type, &said, &kind));
  TRY(length_read(h, said.body == UPLOAD_TOLD, &said));
  TRY(metadata_read(a, h->metadata, &said));
  if (said.call.n && said.body == UPLOAD_TOLD)
    return fail(E_BAD_INPUT,
                "what is told of the call is sent once: in the body or in the metadata");
  const char *by_name = kind_of_name(a, said.name);
  if (kind && kind->ending)
    said.kind = kind->ending;
  else if (by_name)
    said.kind = by_name;
  *out = said;
  return OK;
}
