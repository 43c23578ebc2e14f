// SPDX-License-Identifier: Apache-2.0
// Policy: the one place that says who may. Before a handler runs, policy_admit has asked: is the
// request from our own pages, who is it, does any of their grants carry the route's right. What a
// handler then touches it gets through policy_call or policy_list, which answer E_NOT_FOUND for
// what may not be seen, exactly as for what does not exist.
#pragma once
#include "core/masked.h"
#include "review-web/http/request.h"

MUST_CHECK enum err policy_admit(struct request *req);

// How the viewer stands to one call.
struct standing {
  rights may;
  bool own;            // took it, or a part of it
  bool led;            // by a grant over its team or the site
  bool given;          // on a list given to the viewer, with the agent's yes
  bool calibrates;     // the viewer is a rater of a calibration with it that is not closed
  bool unclaimed_near; // nobody's yet, of a team the viewer is in: may be claimed, not heard
};

// E_NOT_FOUND: not there, or not to be seen. E_FORBIDDEN: seen, but `need` is not among the rights.
MUST_CHECK enum err policy_call(struct request *req, struct id interaction, rights need,
                                struct standing *out);

// Does one of the viewer's grants with all of `need` cover this person: the site's, or that of a
// team she is or was in? Nobody leads herself.
MUST_CHECK enum err policy_leads(struct request *req, struct id person, rights need, bool *out);

// What of a call's sound the viewer may hear: rights hang on the segment and on the list's item.
//   her own segments · another's by a grant that covers that agent (or the team of an unclaimed
//   one), if the agreement lets her role listen · a colleague's in a call she was part of, if the
//   agreement says "colleagues": true · the spans of items given to her to which every agent
//   concerned said yes, if the agreement lets her role listen · the whole of a call she calibrates
//   on until that is closed, if the agreement lets her role listen.
// Everything: one stretch from 0 to STRETCH_END; otherwise joined stretches, at least one.
struct hearing {
  struct stretch *v; // in the request's arena
  size_t n;
};
// Asks policy_call for R_LISTEN too. E_FORBIDDEN: nothing of it, with the agreement's sentence when
// that is why.
MUST_CHECK enum err policy_hear(struct request *req, struct id interaction, struct standing *out,
                                struct hearing *out_hearing);
// What of it the viewer may read about: notes, spans, measures. As above, whether or not the
// agreement lets her role listen; and a call she might claim. May be nothing.
MUST_CHECK enum err policy_read(struct request *req, struct id interaction,
                                const struct standing *s, struct hearing *out);

// Whose it is to read what stands at this point of the call, as call_word.readers holds it: bit n
// for those of segment n. Between segments: nobody's alone.
MUST_CHECK enum err policy_readers_at(struct request *req, struct id interaction, int64_t at_ms,
                                      int64_t *out_readers);
// Whether who took part of a call may read about, and hear, the rest of it: the agreement's word.
MUST_CHECK enum err policy_colleagues(struct request *req, bool *out);
