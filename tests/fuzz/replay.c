// SPDX-License-Identifier: Apache-2.0
// replay TARGET FOLDER: every kept seed of a fuzz target through it once, and nothing at all first,
// by the programs of MODE=asan: what the hunt found stays mended, and no fourth build of everything
// is needed to see it. Each seed lies in memory of its own size; one that takes ten seconds hangs.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SECONDS = 10, PATH_ROOM = 1024 };

#define X(target) int target(const uint8_t *data, size_t size);
TARGETS
#undef X
static const struct {
  const char *name;
  int (*take)(const uint8_t *, size_t);
} targets[] = {
#define X(target) {#target, target},
    TARGETS
#undef X
};

static void *read_whole(const char *path, size_t *size) {
  FILE *f = fopen(path, "re");
  void *data = NULL;
  *size = 0;
  if (f && !fseek(f, 0, SEEK_END)) {
    *size = (size_t)ftell(f);
    rewind(f);
    data = malloc(*size);
    if (data && fread(data, 1, *size, f) != *size) *size = 0;
  }
  if (f) fclose(f);
  return data;
}

static void replay(int (*take)(const uint8_t *, size_t), const char *path) {
  size_t size;
  void *data = read_whole(path, &size);
  printf("%s, %zu bytes\n", path, size);
  fflush(stdout); // whoever dies says at what
  alarm(SECONDS);
  take(data, size);
  alarm(0);
  free(data);
}

int main(int argc, char **argv) {
  int (*take)(const uint8_t *, size_t) = NULL;
  for (size_t i = 0; argc == 3 && i < sizeof targets / sizeof *targets; i++)
    if (!strcmp(argv[1], targets[i].name)) take = targets[i].take;
  DIR *folder = take ? opendir(argv[2]) : NULL;
  if (!folder) return 64;
  replay(take, "/dev/null");
  unsigned n = 0;
  for (struct dirent *one; (one = readdir(folder));) {
    char path[PATH_ROOM];
    if (one->d_name[0] == '.') continue;
    n++;
    snprintf(path, sizeof path, "%s/%s", argv[2], one->d_name);
    replay(take, path);
  }
  closedir(folder);
  return n ? 0 : 66;
}
