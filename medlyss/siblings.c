// SPDX-License-Identifier: Apache-2.0
#include "medlyss/siblings.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "core/arena.h"

enum err sibling_path(const char *program, char out[SIBLING_PATH]) {
  char self[SIBLING_PATH];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0) return fail_os("find this program's own folder");
  self[n] = '\0';
  char *slash = strrchr(self, '/');
  if (!slash) return fail(E_BROKEN, "this program lies nowhere");
  slash[1] = '\0';
  int len = snprintf(out, SIBLING_PATH, "%s%s", self, program);
  if (len < 0 || len >= SIBLING_PATH) return fail(E_TOO_BIG, "the folder's name is too long");
  return access(out, X_OK) ? fail(E_NOT_FOUND, "%s is not installed here", program) : OK;
}

enum err sibling_exec(const char *program, char **argv) {
  char path[SIBLING_PATH];
  TRY(sibling_path(program, path));
  char *name = strdup(program);
  if (!name) out_of_memory();
  argv[0] = name;
  execv(path, argv);
  free(name);
  return fail_os("start %s", program);
}

enum err sibling_run(const char *program, char **argv) {
  char path[SIBLING_PATH];
  posix_spawn_file_actions_t files;
  pid_t pid;
  int state = 0;
  TRY(sibling_path(program, path));
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  errno = posix_spawn(&pid, path, &files, NULL, argv, environ);
  posix_spawn_file_actions_destroy(&files);
  if (errno) return fail_os("start %s", program);
  while (waitpid(pid, &state, 0) < 0)
    if (errno != EINTR) return fail_os("wait for %s", program);
  if (WIFEXITED(state) && !WEXITSTATUS(state)) return OK;
  return fail(E_BROKEN, "%s could not do its part", program);
}
