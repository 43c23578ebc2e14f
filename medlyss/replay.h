// SPDX-License-Identifier: Apache-2.0
// medlyss replay: capture files through capture and encode, until everything is sealed. It records
// whether or not an agreement is in force: it is a file the operator chose.
#pragma once
#include "medlyss/commands.h"

MUST_CHECK enum err command_replay(struct command_line line, bool *out_no);
