// SPDX-License-Identifier: Apache-2.0
// A draw as JSON: what `medlyss sample draw` writes, what a stored draw is handed out as, and what
// `sample prove` and docs/sampling.md make again. With its calls, or without (a plan's precision).
#pragma once
#include "scoring/pure/sample_json.h"

struct sample_telling {
  const struct sample_in *in; // plan and frame; the draw writes into its calls
  const json_t *plan;
  const char *const *withdrawn;
  size_t withdrawn_count;
};
json_t *sample_draw_json(const struct sample_telling *j, const char *seed, bool with_calls);
