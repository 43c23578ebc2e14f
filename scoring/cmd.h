// SPDX-License-Identifier: Apache-2.0
// Cmd: what `medlyss-scoring` does for each word. A command takes the words after its own name,
// writes its result on standard output and answers an error whose exit code is err_exit(). One that
// was asked a question, ran, and found the answer to be no says so in *out_no: exit 1.
// Only the command line uses this; the pure parts do no input or output.
#pragma once
#include <jansson.h>

#include "core/buf.h"
#include "core/db.h"

struct words {
  char **at;
  int n;
  bool *out_no;
};

MUST_CHECK enum err cmd_stat(struct words w);
MUST_CHECK enum err cmd_rubric(struct words w);
MUST_CHECK enum err cmd_rubric_publish(struct words w);
MUST_CHECK enum err cmd_score(struct words w);
MUST_CHECK enum err cmd_sample(struct words w);
MUST_CHECK enum err cmd_sample_stored(struct words w, const char *data, const char *reason);
MUST_CHECK enum err cmd_trend(struct words w);

// ---- shared by them -----------------------------------------------------------------------------
// Takes `--name value` or `--name=value` out of *w; NULL when it is not there.
const char *option_take(struct words *w, const char *name);
bool flag_take(struct words *w, const char *name);
// A file, or standard input for "-", whole, at most 64 MB, as JSON without duplicate members.
MUST_CHECK enum err json_read(const char *path, json_t **out);
MUST_CHECK enum err text_read(const char *path, struct buf *out);
MUST_CHECK enum err json_print(const json_t *v); // one line, 17 significant digits
// A data folder's catalogue; the site's time zone becomes the process's.
MUST_CHECK enum err cmd_house_open(const char *path, struct db **out);
