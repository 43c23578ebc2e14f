// SPDX-License-Identifier: Apache-2.0
// May: the one place that says who may. Rights hang on grants (role.h, viewer.h); over what they
// are held is asked here, of the catalogue, now. What may not be seen is answered with E_NOT_FOUND,
// exactly as what does not exist; what is seen and may not be done, with E_FORBIDDEN and a
// sentence. Any thread, each with a connection of its own; answers lie in the asker's arena.
#pragma once
#include "centre/viewer.h"
#include "core/stretch.h"

struct asker { // who asks, and by which connection
  struct db *db;
  struct arena *arena;
  const struct viewer *viewer;
  rights right; // for what: the route's
};

// How the viewer stands to one call. Whose it is follows from when it was taken: a grant over a
// team covers what was taken while its agent belonged to that team (the view `belonging`), and only
// for as long as the grant itself lasts.
struct standing {
  rights may;
  bool own;            // took it, or a part of it
  bool led;            // by a grant over its team or the site
  bool given;          // on a list given to the viewer, with the agent's yes
  bool calibrates;     // the viewer is a rater of a calibration with it that is not closed
  bool unclaimed_near; // nobody's yet, of a team the viewer is in: may be claimed, not heard
  bool cared, holds;   // under care (docs/adr/0037), and the viewer has it
  bool refused;        // its agent has said that it is not to be used; may_hear asks
  rights by_grants;    // what her grants carry over it, her own part apart
  rights over_all;     // over each of its parts: what may be done to the call as a whole
};

// E_NOT_FOUND: not there, or not to be seen. E_FORBIDDEN: seen, but `need` is not among the rights.
MUST_CHECK enum err may_call(struct asker who, struct id interaction, rights need,
                             struct standing *out);

// The same by the first part alone: what is said of a call's agent needs a right over her part.
MUST_CHECK enum err may_first_part(struct asker who, struct id interaction, rights need,
                                   struct standing *out);
// Whether she may score it: to have taken a later part of it is no right to that.
MUST_CHECK enum err may_score(struct asker who, struct id interaction, bool *out);
// The rights over one part, by its number; E_NOT_FOUND: there is none.
MUST_CHECK enum err may_part(struct asker who, struct id interaction, int64_t ord, rights *out);

// Does one of the viewer's grants with all of `need` cover this person now: the site's, or that of
// a team she is in? Nobody leads herself.
MUST_CHECK enum err may_lead(struct asker who, struct id person, rights need, bool *out);
// The same, herself too, for saying who sat where: she is there, has not left, and is in such a
// team.
MUST_CHECK enum err may_seat(struct asker who, struct id person, rights need, bool *out);
// May she let this person in, by a code that is as good as a password? One she leads now, who may
// do no more than an agent; anybody, who administers people. E_NOT_FOUND.
MUST_CHECK enum err may_let_in(struct asker who, struct id person);
// Is one of `need` hers over the calls of this team, or of this agent who is in such a team now?
MUST_CHECK enum err may_plan_for(struct asker who, struct opt_id team, struct opt_id agent,
                                 rights need, bool *out);
// Does a grant with all of `need` cover this team, or (none) the whole site?
bool may_over_team(const struct viewer *v, struct opt_id team, rights need);
// What a body names by its place in the call is written only by who took part in the call, or may
// read there. E_FORBIDDEN.
MUST_CHECK enum err may_write_at(struct asker who, struct id interaction, const struct standing *s,
                                 int64_t at_ms);

// What of a call's sound the viewer may hear: rights hang on the segment and on the list's item.
//   her own segments · another's by a grant that covers that agent (or the team of an unclaimed
//   one), if the agreement lets her role listen · a colleague's in a call she was part of, if the
//   agreement says "colleagues": true · the spans of items given to her to which every agent
//   concerned said yes, if the agreement lets her role listen · the whole of a call she calibrates
//   on until that is closed, if the agreement lets her role listen.
// Everything: one stretch from 0 to STRETCH_END; otherwise joined stretches, at least one.
enum { REASONS_MOST = 6 };
struct hearing {
  struct stretch *v; // in the asker's arena
  size_t n;
  const char *reasons[REASONS_MOST]; // why she hears it: WORDS_Reason (docs/adr/0060)
  size_t n_reasons;
};
// Asks may_call for R_LISTEN too. E_FORBIDDEN: nothing of it, with the agreement's sentence when
// that is why.
MUST_CHECK enum err may_hear(struct asker who, struct id interaction, struct standing *out,
                             struct hearing *out_hearing);
// The same, where it is no error that she hears nothing: then n is 0.
MUST_CHECK enum err may_see_hearable(struct asker who, struct id interaction, struct hearing *out);
// What of it the viewer may read about: notes, spans, measures. As above, whether or not the
// agreement lets her role listen; and a call she might claim. May be nothing.
MUST_CHECK enum err may_see_readable(struct asker who, struct id interaction,
                                     const struct standing *s, struct hearing *out);

// Whose it is to read what stands at this point of the call, as call_word.readers holds it: bit n
// for those of segment n. Between segments: nobody's alone.
MUST_CHECK enum err may_see_readers_at(struct asker who, struct id interaction, int64_t at_ms,
                                       int64_t *out_readers);
// Whether who took part of a call may read about, and hear, the rest of it: the agreement's word.
MUST_CHECK enum err may_see_colleagues(struct asker who, bool *out);
