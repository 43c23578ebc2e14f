// SPDX-License-Identifier: Apache-2.0
// Calc: a statistic by its name, JSON in, JSON out: what `medlyss stat` does, without the files.
// docs/stat.md lists every name with its members, an example and its source.
//
// A result that does not exist is an answer ("estimate": null, "undefined": why). Input that is
// not what the statistic takes is E_BAD_DATA, an unknown name E_BAD_INPUT, with a sentence that
// names the member. Members that nothing read are listed in "not_read". Pure; any thread.
#pragma once
#include <jansson.h>

#include "core/base.h"

// `ask` is an object, not changed. `level` is the confidence; for alpha a word is its metric.
// The caller owns *out and releases it with json_decref.
MUST_CHECK enum err calc_run(const char *name, const json_t *ask, json_t **out);
const char *calc_name(size_t i); // NULL past the last
