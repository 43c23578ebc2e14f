// SPDX-License-Identifier: Apache-2.0
#include "recorder/control.h"

#include <pwd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "core/file.h"
#include "core/log.h"

enum { REQUEST_MAX = 512 };

enum err control_open(int run_dir, const char *run_path, const char *name, struct control *out) {
  struct sockaddr_un at = {.sun_family = AF_UNIX};
  const int on = 1;
  int n = snprintf(at.sun_path, sizeof at.sun_path, "%s/%s", run_path, name);
  if (n < 0 || (size_t)n >= sizeof at.sun_path)
    return fail(E_CONFIG, "the data folder's path is too long for a socket (%zu bytes)",
                sizeof at.sun_path);
  AUTO(fd) fd s = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (s < 0) return fail_os("control socket");
  if (unlinkat(run_dir, name, 0) && errno != ENOENT) return fail_os("%s", name);
  if (bind(s, (struct sockaddr *)&at, sizeof at)) return fail_os("%s", name);
  if (fchmodat(run_dir, name, 0660, 0)) return fail_os("%s", name);
  if (setsockopt(s, SOL_SOCKET, SO_PASSCRED, &on, sizeof on)) return fail_os("%s", name);
  const struct passwd *web = getpwnam("medlyss-web");
  *out = (struct control){.fd = fd_take(&s), .also = web ? web->pw_uid : geteuid()};
  return OK;
}

void control_drop(struct control *c) {
  if (c->fd >= 0) close(c->fd);
  c->fd = -1;
}

static bool may(const struct control *c, struct msghdr *m) {
  struct ucred who;
  struct cmsghdr *h = CMSG_FIRSTHDR(m);
  if (!h || h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_CREDENTIALS) return false;
  memcpy(&who, CMSG_DATA(h), sizeof who);
  return who.uid == 0 || who.uid == geteuid() || who.uid == c->also;
}

static enum err obey(struct source *s, struct sv request, int64_t pause_limit_us) {
  struct id call;
  char detail[201];
  struct sv rest = sv_trim(request), verb = sv_cut(&rest, ' ');
  TRY(id_parse(sv_cut(&rest, ' '), &call));
  if (sv_eq(verb, SV("pause"))) return s->kind->pause(s, call, pause_limit_us);
  if (sv_eq(verb, SV("resume"))) return s->kind->resume(s, call);
  if (sv_eq(verb, SV("erase"))) return s->kind->erase(s, call);
  if (!sv_eq(verb, SV("mark"))) return fail(E_BAD_INPUT, "pause, resume, erase or mark");
  snprintf(detail, sizeof detail, SV_FMT, SV_ARG(sv_letters(rest, sizeof detail - 1)));
  return s->kind->mark(s, call, detail);
}

static void answer(const struct control *c, const struct sockaddr_un *to, socklen_t n,
                   const char *text) {
  if (n <= sizeof(sa_family_t)) return; // the sender has no address: it does not want to know
  if (sendto(c->fd, text, strlen(text), MSG_DONTWAIT, (const struct sockaddr *)to, n) < 0)
    log_line(LOG_WARN, "a control request could not be answered");
}

void control_serve(struct control *c, struct source *s, int64_t pause_limit_us) {
  for (int i = 0; c->fd >= 0 && i < 64; i++) {
    char request[REQUEST_MAX];
    union {
      struct cmsghdr align;
      char bytes[CMSG_SPACE(sizeof(struct ucred))];
    } extra;
    struct sockaddr_un from;
    struct iovec part = {request, sizeof request};
    struct msghdr m = {.msg_name = &from,
                       .msg_namelen = sizeof from,
                       .msg_iov = &part,
                       .msg_iovlen = 1,
                       .msg_control = extra.bytes,
                       .msg_controllen = sizeof extra.bytes};
    ssize_t n = recvmsg(c->fd, &m, MSG_DONTWAIT);
    if (n < 0) return;
    enum err rc = may(c, &m) ? obey(s, (struct sv){request, (size_t)n}, pause_limit_us)
                             : fail(E_FORBIDDEN, "this user may not control the recorder");
    if (!rc && c->obeyed) c->obeyed(c->ctx);
    answer(c, &from, m.msg_namelen, rc ? err_detail() : "ok");
    err_forget();
  }
}
