// SPDX-License-Identifier: Apache-2.0
// Reach: what a path names, found, and whether she who asks may touch it so. A row of
// schemas/routes.def says of what it is (schemas/scopes.def); dispatch asks here before the handler
// runs, in the handler's own transaction, and hands it what was found. What may not be seen is
// E_NOT_FOUND, as what is not there; what is seen and may not be done, E_FORBIDDEN with a sentence.
#pragma once
#include "centre/may.h"

// Zero is nothing, so that a row that says none is noticed.
enum reach_of {
  OF_NOTHING,
#define SCOPE(sym, finder, says) OF_##sym,
#include "schemas/scopes.def"
#undef SCOPE
};

struct reach {
  struct id id;             // as the path named it
  struct id interaction;    // the call it is, or lies in
  struct standing standing; // hers to that call
  union {                   // the row that was found, by what it is; in the asker's arena
    const struct note_get_row *note;
    const struct mark_get_row *mark;
    const struct rubric_version_get_row *form;
    const struct seen_evaluation *evaluation;
    const struct seen_calibration *calibration;
    const struct sampling_plan_get_row *plan;
    const struct list_get_row *list;
    const struct list_item_get_row *item;
    const struct programme_get_row *programme;
    const struct programme_item_get_row *programme_item;
    const struct programme_stop_get_row *stop;
    const struct programme_member_get_row *trainee;
    const struct coaching_plan_get_row *coaching;
    const struct load_window_get_row *window;
    const struct person_get_row *person;
    const struct matter_get_row *matter;
  };
};

MUST_CHECK enum err may_reach(struct asker who, enum reach_of of, struct id named,
                              struct reach *out);
