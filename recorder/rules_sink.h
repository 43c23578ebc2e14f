// SPDX-License-Identifier: Apache-2.0
// Rules sink: stands between a source and its spool and asks of each call the recording rules of
// the policy in force (core/rules.h). Of a call that a rule excludes not one sample goes on; what
// it is, who was in it and its end do, with the mark "rule", which names the rule and its version.
// Somebody else in the call may change what is decided: then the mark comes, or "unrule", in the
// midst of it. What is known only at the end encode decides (recorder/encode/call_rules.h).
// The same for every source. One thread.
#pragma once
#include "recorder/policy.h"
#include "recorder/sink.h"

struct rules_sink {
  struct sink under;
  const struct policy *policy; // as it is whenever a call begins
  const char *country;
  uint64_t excluded; // calls
};

struct sink rules_sink_init(struct rules_sink *s, struct sink under, const struct policy *policy,
                            const char *country);
