// SPDX-License-Identifier: Apache-2.0
// Sample as JSON: what `medlyss sample` reads from files and a stored draw keeps.
// plan: {"per_agent": 4} or {"total": 93}, min_ms, max_ms, lengths_ms, parts_min, level, sd.
// frame: {"calls": [{id, agent, queue, duration_ms, minute, language, excluded}],
//         "evaluators": [{id, languages}]}; its order does not matter.
#pragma once
#include <jansson.h>

#include "scoring/pure/sample.h"

struct sample_in {
  struct arena *arena; // the calls live there
  struct sample_plan plan;
  double level, sd;
  struct sample_call *calls;
  size_t n;
};

// E_BAD_DATA names the member.
MUST_CHECK enum err sample_plan_read(const json_t *json, struct sample_in *out);
MUST_CHECK enum err sample_frame_read(const json_t *json, struct sample_in *out);
