// SPDX-License-Identifier: Apache-2.0
// Policy: the one place that says who may. Before a handler runs, policy_admit has asked: is the
// request from our own pages, who is it, does any of their grants carry the route's right. What a
// handler then touches it gets through policy_call or policy_list, which answer E_NOT_FOUND for
// what may not be seen, exactly as for what does not exist.
#pragma once
#include "review-web/http/request.h"

MUST_CHECK enum err policy_admit(struct request *req);

// How the viewer stands to one call.
struct standing {
  rights may;
  bool own;            // took it, or a part of it
  bool led;            // by a grant over its team or the site
  bool given;          // on a list given to the viewer, with the agent's yes
  bool unclaimed_near; // nobody's yet, of a team the viewer is in: may be claimed, not heard
};

// E_NOT_FOUND: not there, or not to be seen. E_FORBIDDEN: seen, but `need` is not among the rights.
MUST_CHECK enum err policy_call(struct request *req, struct id interaction, rights need,
                                struct standing *out);
// The agreement's word on listening to this call. E_FORBIDDEN with its sentence.
MUST_CHECK enum err policy_agreement(struct request *req, const struct standing *s);
