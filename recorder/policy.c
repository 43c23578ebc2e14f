// SPDX-License-Identifier: Apache-2.0
#include "recorder/policy.h"

#include <sodium.h>
#include <sys/stat.h>

#include "core/file.h"
#include "core/log.h"
#include "core/secret.h"

static void digits_of(struct sv text, char out[POLICY_NUMBER]) {
  size_t n = 0;
  for (size_t i = 0; i < text.n && n + 1 < POLICY_NUMBER; i++)
    if (text.p[i] && !strchr(" .-()\t", text.p[i])) out[n++] = text.p[i];
  out[n] = '\0';
}

static struct sv word(struct sv *s) {
  *s = sv_trim(*s);
  return sv_cut(s, ' ');
}

static enum err number_add(struct sv text, bool prefix, struct policy *p) {
  if (p->n_numbers == POLICY_NUMBERS)
    return fail(E_BAD_DATA, "more than %d numbers", POLICY_NUMBERS);
  struct policy_number *n = &p->number[p->n_numbers];
  digits_of(text, n->digits);
  n->prefix = prefix;
  if (!n->digits[0]) return fail(E_BAD_DATA, "an empty number");
  p->n_numbers++;
  return OK;
}

static enum err hex_read(struct sv hex, uint8_t *out, size_t n) {
  size_t got = 0;
  hex = sv_trim(hex);
  if (hex.n != 2 * n || sodium_hex2bin(out, n, hex.p, hex.n, NULL, &got, NULL) || got != n)
    return fail(E_BAD_DATA, "no %zu bytes in hexadecimal", n);
  return OK;
}

// Of the line before.
static enum err seat_read(struct sv text, bool agent, struct policy *p) {
  if (!p->n_numbers) return fail(E_BAD_DATA, "a seat without a line");
  struct rules_seat *s = &p->number[p->n_numbers - 1].seat;
  return id_parse(sv_trim(text), agent ? &s->agent : &s->queue);
}

static enum err refused_read(struct sv hex, struct policy *p) {
  if (p->n_refused == POLICY_REFUSED)
    return fail(E_BAD_DATA, "more than %d numbers that refused", POLICY_REFUSED);
  return hex_read(hex, p->refused[p->n_refused++], POLICY_HASH);
}

// What decides among the calls that are wanted; *out_is: it was such a line.
static enum err rules_line_read(struct sv key, struct sv rest, struct policy *p, bool *out_is) {
  *out_is = true;
  if (sv_eq(key, SV("agent")) || sv_eq(key, SV("queue")))
    return seat_read(rest, sv_eq(key, SV("agent")), p);
  if (sv_eq(key, SV("rule"))) return rules_read_line(rest, &p->rules);
  if (sv_eq(key, SV("rules-version")))
    return sv_i64(sv_trim(rest), 0, INT64_MAX, &p->rules.version);
  if (sv_eq(key, SV("lot-key"))) return hex_read(rest, p->lot_key.b, SECRET_KEY);
  if (sv_eq(key, SV("refused-key"))) return hex_read(rest, p->refused_key.b, SECRET_KEY);
  if (sv_eq(key, SV("refused"))) return refused_read(rest, p);
  *out_is = false;
  return OK;
}

static enum err line_read(struct sv line, struct policy *p) {
  uint64_t n;
  bool is;
  struct sv key = word(&line);
  TRY(rules_line_read(key, line, p, &is));
  if (is) return OK;
  if (sv_eq(key, SV("line"))) return number_add(line, false, p);
  if (sv_eq(key, SV("prefix"))) return number_add(line, true, p);
  if (sv_eq(key, SV("all")))
    p->all = true;
  else if (sv_eq(key, SV("written")))
    TRY(sv_i64(word(&line), 1, INT64_MAX, &p->written_ms));
  else if (sv_eq(key, SV("agreement"))) {
    TRY(sv_i64(word(&line), 0, INT64_MAX / 1000, &p->from_ms));
    TRY(sv_i64(word(&line), 0, INT64_MAX / 1000, &p->to_ms));
  } else if (sv_eq(key, SV("max-calls"))) {
    TRY(sv_u64(word(&line), 100000, &n));
    p->max_calls = (uint32_t)n;
  } else if (sv_eq(key, SV("pause-limit"))) {
    TRY(sv_u64(word(&line), 86400, &n));
    p->pause_limit_us = (int64_t)n * 1000000;
  } else if (key.n)
    return fail(E_BAD_DATA, "an unknown word");
  return OK;
}

// Cuts the signature line off; false: there is none or it does not fit.
static bool signature_fits(struct sv *text, const uint8_t key[32]) {
  static const struct sv name = {"signature ", 10};
  uint8_t signature[crypto_sign_BYTES];
  size_t n = 0;
  const char *at = text->n ? memmem(text->p, text->n, "\nsignature ", 11) : NULL;
  if (!at) return false;
  size_t head = (size_t)(at - text->p) + 1;
  struct sv hex = sv_trim(sv_from(*text, head + name.n));
  *text = sv_first(*text, head);
  return !sodium_hex2bin(signature, sizeof signature, hex.p, hex.n, NULL, &n, NULL) &&
         n == sizeof signature && hex.n == 2 * sizeof signature &&
         !crypto_sign_verify_detached(signature, (const uint8_t *)text->p, text->n, key);
}

enum err policy_parse(struct sv text, const uint8_t key[32], struct policy *out) {
  static struct policy p; // large; one thread
  if (!signature_fits(&text, key))
    return fail(E_BAD_DATA, "the policy is not signed by this house");
  memset(&p, 0, sizeof p);
  p.pause_limit_us = 600 * 1000000LL;
  struct sv first = sv_cut(&text, '\n');
  if (!sv_eq(sv_trim(first), SV("medlyss-policy 1")))
    return fail(E_BAD_DATA, "no policy of version 1");
  while (text.n) TRY(line_read(sv_cut(&text, '\n'), &p));
  *out = p;
  return OK;
}

const struct policy_number *policy_line(const struct policy *p, struct sv user) {
  char digits[POLICY_NUMBER];
  digits_of(user, digits);
  for (size_t i = 0; digits[0] && i < p->n_numbers; i++)
    if (!p->number[i].prefix && !strcmp(digits, p->number[i].digits)) return &p->number[i];
  return NULL;
}

bool policy_refused(const struct policy *p, const struct rules_call *c) {
  uint8_t hash[SECRET_HASH];
  for (size_t i = 0; p->n_refused && i < c->n_numbers; i++) {
    secret_hash(&p->refused_key, sv_of(c->number[i]), hash);
    for (size_t k = 0; k < p->n_refused; k++)
      if (!memcmp(hash, p->refused[k], POLICY_HASH)) return true;
  }
  return false;
}

static bool user_listed(const struct policy *p, struct sv user) {
  char digits[POLICY_NUMBER];
  digits_of(user, digits);
  for (size_t i = 0; digits[0] && i < p->n_numbers; i++) {
    const struct policy_number *n = &p->number[i];
    if (n->prefix ? !strncmp(digits, n->digits, strlen(n->digits)) : !strcmp(digits, n->digits))
      return true;
  }
  return false;
}

bool policy_wants(const struct policy *p, const struct source_asks *call) {
  int64_t at_ms = call->at_us / 1000;
  if (!p->from_ms || at_ms < p->from_ms || (p->to_ms && at_ms >= p->to_ms)) return false;
  bool wanted = p->all;
  for (size_t i = 0; !wanted && i < call->n_numbers; i++) wanted = user_listed(p, call->number[i]);
  return wanted;
}

static enum err policy_reread(struct policy_file *f) {
  if (!f->has_key) {
    struct secret_key public = {0};
    TRY(secret_public_read(f->keys_dir, "policy.pub", &public));
    memcpy(f->key, public.b, sizeof f->key);
    f->has_key = true;
  }
  AUTO(buf) struct buf text = {0};
  static struct policy new; // large; one thread
  TRY(file_read(f->run_dir, "policy", POLICY_MAX_BYTES, &text));
  TRY(policy_parse(buf_sv(&text), f->key, &new));
  if (new.written_ms < f->now.written_ms)
    return fail(E_BAD_DATA, "the policy is older than the one in force");
  f->now = new;
  return OK;
}

void policy_file_look(struct policy_file *f) {
  struct stat st;
  if (fstatat(f->run_dir, "policy", &st, AT_SYMLINK_NOFOLLOW)) {
    f->good = false;
    return;
  }
  int64_t mtime_ns = st.st_mtim.tv_sec * 1000000000LL + st.st_mtim.tv_nsec;
  if (mtime_ns == f->seen_mtime_ns) return;
  f->seen_mtime_ns = mtime_ns;
  enum err rc = policy_reread(f);
  f->good = !rc;
  if (rc)
    log_err(rc, "run/policy: the last good one stays in force");
  else
    log_line(LOG_INFO, "policy of %zu numbers in force", f->now.n_numbers);
}
