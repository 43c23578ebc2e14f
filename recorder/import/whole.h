// SPDX-License-Identifier: Apache-2.0
// Whole: is a sound file all there? Told from its outermost frame alone, before anybody decodes it:
// WAV (RIFF sizes against the file's), Ogg (the last page says it is the last), GSM (33-byte
// frames), MP4 (its boxes). E_BAD_DATA with a sentence when it is cut; kinds it does not know pass.
// *out_says: it is taken, and that is to be said of it; NULL: nothing. Any thread.
#pragma once
#include "core/base.h"

MUST_CHECK enum err whole_check(int file, const char *name, const char **out_says);
