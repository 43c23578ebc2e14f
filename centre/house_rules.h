// SPDX-License-Identifier: Apache-2.0
// House rules: the recording rules (core/rules.h) as the catalogue keeps them: versions, each in
// force for the calls that begin from then on, and the numbers that have refused, which are kept as
// keyed hashes of a key of their own. Whoever writes a version names agents and queues as people
// do; it is kept by their ids.
#pragma once
#include "core/db.h"
#include "core/rules.h"

// The version for a call that began then; none: version 0, no rules.
MUST_CHECK enum err house_rules_at(struct db *db, int64_t at_ms, struct rules *out);
// Has a number of the call refused? Into c->refused.
MUST_CHECK enum err house_rules_ask(struct db *db, const struct secret_key *site,
                                    struct rules_call *c);
void house_rules_hash(const struct secret_key *site, struct sv number, uint8_t out[SECRET_HASH]);

// Names become ids; E_BAD_DATA: nobody, or several, are called so.
MUST_CHECK enum err house_rules_learn(struct db *db, struct rules *r);
MUST_CHECK enum err house_rules_agent(struct db *db, const char *name, struct id *out);
MUST_CHECK enum err house_rules_queue(struct db *db, const char *name, struct id *out);
// And ids names, for people to read; of who is gone the id stays.
MUST_CHECK enum err house_rules_name(struct db *db, struct rules *r);

// A new version, from now on, and its line in the audit log.
MUST_CHECK enum err house_rules_set(struct db *db, struct rules *r, int64_t now_ms);
// One number, in each form; *out_new: it was not so already.
MUST_CHECK enum err house_rules_refuse(struct db *db, const struct secret_key *site,
                                       struct sv number, const char *country, bool refuses,
                                       bool *out_new);
