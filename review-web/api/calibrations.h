// SPDX-License-Identifier: Apache-2.0
// Calibrations over the service: who sees a session, and how it is told.
#pragma once
#include "gen/told/calibration.h"
#include "review-web/api/common.h"
#include "scoring/scoring.h"

// The whole session as the viewer may know it now.
MUST_CHECK enum err calibration_tell(struct request *req, struct id id);
// How much milder somebody is than what was agreed; below SAID_FROM calls there is only n.
struct told_milder told_milder(struct request *req, const struct room *all, struct id person);
