// SPDX-License-Identifier: Apache-2.0
#include "core/listen.h"

#include <netinet/in.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "core/address.h"
#include "core/scope.h"

enum { BACKLOG = 512 };

// The socket of a server that was killed is in the way; one that still serves, and anything that
// is no socket, is somebody's.
static enum err clear_way(const struct address *a) {
  const char *path = ((const struct sockaddr_un *)(const void *)&a->at)->sun_path;
  struct stat st;
  if (lstat(path, &st)) return OK; // nothing there, or bind says why not
  if (!S_ISSOCK(st.st_mode)) return fail(E_BAD_DATA, "%s is there already and is no socket", path);
  AUTO(fd) fd s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0) return fail_os("socket");
  if (!connect(s, (const struct sockaddr *)&a->at, a->n) || errno == EAGAIN)
    return fail(E_IO, "listen on unix:%s: another service serves there", path);
  unlink(path);
  return OK;
}

static unsigned port_of(int s) {
  struct sockaddr_storage at;
  socklen_t n = sizeof at;
  if (getsockname(s, (struct sockaddr *)&at, &n) || at.ss_family == AF_UNIX) return 0;
  const struct sockaddr_in *v4 = (const void *)&at;
  const struct sockaddr_in6 *v6 = (const void *)&at;
  return ntohs(at.ss_family == AF_INET6 ? v6->sin6_port : v4->sin_port);
}

enum err listen_open(const char *address, int *out_fd, unsigned *out_port) {
  struct address a;
  int yes = 1;
  TRY(address_read(address, &a));
  bool named = a.at.ss_family == AF_UNIX;
  if (named) TRY(clear_way(&a));
  AUTO(fd) fd s = socket(a.at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0 || (!named && setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes)) ||
      bind(s, (const struct sockaddr *)&a.at, a.n) || listen(s, BACKLOG))
    return fail_os("listen on %s", address);
  *out_port = port_of(s);
  *out_fd = fd_take(&s);
  return OK;
}
