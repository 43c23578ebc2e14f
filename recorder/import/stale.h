// SPDX-License-Identifier: Apache-2.0
// Stale: who records writes a file's head first and mends its lengths at the end, or never. Then
// more sound follows than the head knows of, and a reader that believes it keeps the beginning in
// silence. Walks the chunks of RIFF, RF64 and BW64 (EBU Tech 3306), Wave64 (Sony), AIFF and AIFC,
// and CAF (Apple). Reads with pread, in the import's child. Pure but for that; never fails.
#pragma once
#include "core/base.h"

enum stale {
  STALE_NOT,
  STALE_MENDABLE, // the demuxer can be told to go on to the end of the file
  STALE_CUT,      // it cannot
};
enum stale stale_look(int file);
