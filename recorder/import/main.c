// SPDX-License-Identifier: Apache-2.0
// medlyss-import: sound files from outside become calls.
#include "core/log.h"
#include "recorder/import/media.h"

int main(int argc, char **argv) {
  if (argc == 4 && !strcmp(argv[1], "--child")) media_child(argv[2], argv[3]);
  return 64;
}
