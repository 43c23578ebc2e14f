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

static enum err line_read(struct sv line, struct policy *p) {
  uint64_t n;
  struct sv key = word(&line);
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
  p = (struct policy){.pause_limit_us = 600 * 1000000LL};
  struct sv first = sv_cut(&text, '\n');
  if (!sv_eq(sv_trim(first), SV("medlyss-policy 1")))
    return fail(E_BAD_DATA, "no policy of version 1");
  while (text.n) TRY(line_read(sv_cut(&text, '\n'), &p));
  *out = p;
  return OK;
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
