// SPDX-License-Identifier: Apache-2.0
#include "review-web/http/listen.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "core/scope.h"
#include "core/sv.h"

enum { BACKLOG = 512 };

static enum err listen_unix(const char *path, int *out_fd) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof at.sun_path) return fail(E_CONFIG, "the socket's path is too long");
  memcpy(at.sun_path, path, strlen(path) + 1);
  AUTO(fd) fd s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (s < 0) return fail_os("socket");
  unlink(path); // of a server that was killed; two at once are kept apart by the data folder's lock
  if (bind(s, (struct sockaddr *)&at, sizeof at) || listen(s, BACKLOG))
    return fail_os("listen on %s", path);
  *out_fd = fd_take(&s);
  return OK;
}

static enum err split(const char *address, char host[64], char port[8]) {
  const char *colon = strrchr(address, ':');
  if (!colon) return fail(E_CONFIG, "listen on ADDRESS:PORT, not %s", address);
  struct sv name = {address, (size_t)(colon - address)};
  if (name.n > 1 && name.p[0] == '[' && name.p[name.n - 1] == ']')
    name = sv_first(sv_from(name, 1), name.n - 2);
  snprintf(host, 64, SV_FMT, SV_ARG(name));
  snprintf(port, 8, "%s", colon + 1);
  return OK;
}

static unsigned port_of(int s) {
  struct sockaddr_storage at;
  socklen_t n = sizeof at;
  if (getsockname(s, (struct sockaddr *)&at, &n)) return 0;
  const struct sockaddr_in *v4 = (const void *)&at;
  const struct sockaddr_in6 *v6 = (const void *)&at;
  return ntohs(at.ss_family == AF_INET6 ? v6->sin6_port : v4->sin_port);
}

enum err server_listen(const char *address, int *out_fd, unsigned *out_port) {
  *out_port = 0;
  if (!strncmp(address, "unix:", 5)) return listen_unix(address + 5, out_fd);
  char host[64], port[8];
  TRY(split(address, host, port));
  struct addrinfo hint = {.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM},
                  *at;
  if (getaddrinfo(host, port, &hint, &at))
    return fail(E_CONFIG, "listen on a numeric ADDRESS:PORT, not %s", address);
  AUTO(fd) fd s = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int yes = 1;
  bool bound = s >= 0 && !setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) &&
               !bind(s, at->ai_addr, at->ai_addrlen) && !listen(s, BACKLOG);
  int why = errno;
  freeaddrinfo(at);
  errno = why;
  if (!bound) return fail_os("listen on %s", address);
  *out_port = port_of(s);
  *out_fd = fd_take(&s);
  return OK;
}

bool server_address_is_local(const char *address) {
  return !strncmp(address, "unix:", 5) || !strncmp(address, "127.", 4) ||
         !strncmp(address, "[::1]:", 6);
}
