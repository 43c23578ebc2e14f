// SPDX-License-Identifier: Apache-2.0
// Scoring: the only header of this room that others include. In the order of use:
//
//   rubric_read            a form's JSON becomes a rubric, or a list of problems with their paths
//   rubric_publishable     may it be published?       rubric_hash   what names the version
//   answers_read           answers to it              rubric_diff   what changes for whom
//   score_answers          one exact total, correct and human apart, criticals apart, what is
//   missing sample_draw            which calls are heard: fair, repeatable, provable stat_ agree_
//   trend_    figures that carry n, an interval, or the reason there is no value
//   course_centre          where each agent is now, and whether something changed
//   room_                  several raters, the same calls: what they agree on
//   (scoring/life/room.h) rubric_draft_ rubric_publish   a version's life: draft, published,
//   retired shipped_               the forms that come with the build, and which a house lacks
//   compare_answers        one's own answers beside another's: only the differences
//   evaluation_ dispute_ promise_   an evaluation's life in the catalogue
//   (scoring/life/evaluation.h) calibration_ precedent_  a calibration's life, and what it
//   leaves (scoring/life/calibration.h) trend_person trend_group   what the catalogue says
//   over time (scoring/life/trends.h) coaching_              what an agent and a coach work on
//   (scoring/life/coaching.h)
//
// All but the last four are pure: no input or output, no clock, no state; results live in the
// arena. The rules behind it: a person is shown no figure without its n; only random samples enter
// statistics; the total's line breaks at a rubric version; nobody is ranked.
#pragma once
#include "scoring/life/calibration.h"
#include "scoring/life/coaching.h"
#include "scoring/life/evaluation.h"
#include "scoring/life/lesson.h"
#include "scoring/life/plan.h"
#include "scoring/life/room.h"
#include "scoring/life/rubric_health.h"
#include "scoring/life/rubric_life.h"
#include "scoring/life/shipped.h"
#include "scoring/life/trends.h"
#include "scoring/life/variant.h"
#include "scoring/pure/agree.h"
#include "scoring/pure/compare.h"
#include "scoring/pure/course.h"
#include "scoring/pure/period.h"
#include "scoring/pure/sample.h"
#include "scoring/pure/score.h"
#include "scoring/pure/stat_few.h"
#include "scoring/pure/trend.h"
