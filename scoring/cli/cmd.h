// SPDX-License-Identifier: Apache-2.0
// Cmd: what `medlyss-scoring` does for each word: its line as data, and what it runs. It writes its
// result on standard output and answers an error whose exit code is err_exit(). One that was asked
// a question, ran, and found the answer to be no says so in *out_no: exit 1. Only the command line
// uses this; the pure parts do no input or output.
#pragma once
#include <jansson.h>

#include "core/buf.h"
#include "core/cli.h"
#include "core/db.h"

extern const struct cli cmd_stat, cmd_rubric_check, cmd_rubric_diff, cmd_rubric_export,
    cmd_rubric_publish, cmd_score, cmd_sample_plan, cmd_sample_draw, cmd_sample_prove,
    cmd_sample_export, cmd_trend;

struct sample_asked {
  const char *data, *plan, *frame, *draw, *seed, *reason;
  bool json;
  struct cli_words ids;
};
MUST_CHECK enum err cmd_sample_stored(const char *what, const struct sample_asked *ask,
                                      bool *out_no);

// ---- shared by them -----------------------------------------------------------------------------
// A file, or standard input for "-", whole, at most 64 MB, as JSON without duplicate members.
MUST_CHECK enum err json_read(const char *path, json_t **out);
MUST_CHECK enum err text_read(const char *path, struct buf *out);
MUST_CHECK enum err json_print(const json_t *v); // one line, 17 significant digits
// A data folder's catalogue; the site's time zone becomes the process's.
MUST_CHECK enum err cmd_house_open(const char *path, struct db **out);
