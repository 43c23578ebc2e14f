// SPDX-License-Identifier: Apache-2.0
// Drive: which index a list of calls walks, and what is asked of each call on the way. Filters
// stand in the catalogue singly and in pairs (call_key), so that two of them are one walk; a third
// and fourth and words are looked up, hours and length stand in the row. A page does no more than a
// stretch's work and may then hold fewer rows than its limit, though the list goes on. Knows the
// catalogue only, no request: the bench of the lists runs it too. Not thread-safe; rows live in the
// arena.
#pragma once
#include "core/sql.h"
#include "review-web/api/text.h"

enum { DRIVE_TEAMS = 8, DAY_MINUTES = 24 * 60 };

struct found {
  struct id id;
  int64_t started_ms;
};

struct drive_stretch { // the most one page looks through
  int64_t calls;       // rows walked, each of which says itself whether it passes
  int64_t looked_up;   // of them, those that must be looked up elsewhere
};

struct drive {
  struct db *db;
  struct arena *arena;
  struct id viewer, teams[DRIVE_TEAMS]; // teams: whose unclaimed calls the viewer may take
  size_t n_teams;
  bool colleagues; // who took part of a call may read all that is said of it
  // the filters
  struct id person, team, topic;
  bool has_person, has_team, has_topic, unclaimed;
  const char *outcome, *mark;
  struct text_words words; // word[0] NULL: none
  int64_t since_ms, before_ms, least_ms, most_ms, limit;
  int64_t minute_from, minutes; // of the day, and how many from there, past midnight too
  struct id before;             // only calls older than (before_ms, before)
  struct drive_stretch stretch;
  // what was found, newest first; where it `goes_on`, the page was ended by its work and not by its
  // rows: the next one begins at (before_ms, before), which drive_run has moved there
  struct found *rows;
  size_t n;
  bool goes_on;
};

// No filter, the first page: limit rows at most.
void drive_init(struct drive *d, struct db *db, struct arena *arena, int64_t limit);
MUST_CHECK enum err drive_run(struct drive *d);
