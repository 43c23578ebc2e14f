// SPDX-License-Identifier: Apache-2.0
// Erase: a recording is gone when its key is. Order: the row says so (with its audit line), the key
// is destroyed, the files are removed, the database's log is emptied. A crash in between is
// finished by erase_unfinished at the keeper's next start; until then `medlyss verify` names it.
#pragma once
#include "medlyss/house.h"

struct erasure {
  struct id recording, interaction;
  const char *why; // retention | decision: the audit line's detail
};

// E_CONFLICT: a legal hold lies on it. E_NOT_FOUND: there is none, or it was erased before.
MUST_CHECK enum err erase_recording(struct house *h, const struct erasure *e);
MUST_CHECK enum err erase_unfinished(struct house *h, int64_t *out_n);
