// SPDX-License-Identifier: Apache-2.0
// Calibrations over the service: who sees a session, and how it is told.
#pragma once
#include "review-web/api/common.h"
#include "scoring/scoring.h"

struct seen_calibration {
  struct calibration_get_row row;
  struct calibration_raters_row *raters;
  size_t n_raters;
  const char *part; // the viewer's, NULL: not among the raters
  bool leads;       // holds calibrations
};
// E_NOT_FOUND for who neither rates in it nor leads: it does not exist for her.
MUST_CHECK enum err calibration_look(struct request *req, struct id id,
                                     struct seen_calibration *out);
// The whole session as the viewer may know it now.
MUST_CHECK enum err calibration_tell(struct request *req, struct id id);
// How much milder somebody is than what was agreed; below SAID_FROM calls there is only n.
void out_milder(struct request *req, const struct room *all, struct id person);
// To each of its raters and whoever opened it.
MUST_CHECK enum err calibration_news(struct request *req, const char *event,
                                     const struct seen_calibration *s);
// After an evaluation was handed in: tells the others, when it is one of a calibration.
MUST_CHECK enum err calibration_after(struct request *req, struct id evaluation);
