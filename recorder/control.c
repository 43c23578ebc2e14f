// SPDX-License-Identifier: Apache-2.0
#include "recorder/control.h"

#include <grp.h>
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
  const struct group *all = getgrnam("medlyss"); // of our programs: the web is in no closer one
  if (all && fchownat(run_dir, name, (uid_t)-1, all->gr_gid, AT_SYMLINK_NOFOLLOW))
    log_line(LOG_WARN, "%s: the web does not reach it", name);
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

static const struct {
  const char *word;
  enum act_kind kind;
} words[] = {{"pause", ACT_PAUSE},
             {"resume", ACT_RESUME},
             {"erase", ACT_ERASE},
             {"mark", ACT_MARK},
             {"evidence", ACT_EVIDENCE}};

static enum err kind_of(struct sv word, enum act_kind *out) {
  for (size_t i = 0; i < countof(words); i++) {
    if (!sv_eq(word, sv_of(words[i].word))) continue;
    *out = words[i].kind;
    return OK;
  }
  return fail(E_BAD_INPUT, "pause, resume, erase, mark, evidence or calls");
}

static enum err for_whom(struct sv *rest, char out[ID_TEXT]) {
  struct sv after = *rest;
  struct id person;
  if (!sv_eq(sv_cut(&after, ' '), SV("as"))) return OK;
  TRY(id_parse(sv_cut(&after, ' '), &person));
  id_text(person, out);
  *rest = sv_trim(after);
  return OK;
}

static enum err obey(struct source *s, struct sv request, int64_t pause_limit_us,
                     struct buf *out_told) {
  struct id call;
  char detail[201], person[ID_TEXT] = "";
  struct act act = {.limit_us = pause_limit_us};
  struct sv rest = request;
  TRY(for_whom(&rest, person));
  struct sv verb = sv_cut(&rest, ' ');
  if (sv_eq(verb, SV("calls"))) {
    s->kind->at_lines(s, rest, out_told);
    return OK;
  }
  TRY(kind_of(verb, &act.kind));
  TRY(id_parse(sv_cut(&rest, ' '), &call));
  snprintf(detail, sizeof detail, SV_FMT, SV_ARG(sv_letters(rest, sizeof detail - 1)));
  if (act.kind == ACT_MARK) act.text = detail;
  if (*person) act.by = person;
  return s->kind->obey(s, call, &act);
}

static void answer(const struct control *c, const struct sockaddr_un *to, socklen_t n,
                   struct sv text) {
  if (n <= sizeof(sa_family_t)) return; // the sender has no address: it does not want to know
  if (sendto(c->fd, text.p, text.n, MSG_DONTWAIT, (const struct sockaddr *)to, n) < 0)
    log_line(LOG_WARN, "a control request could not be answered");
}

// The tag, with the blank behind it; none: empty.
static struct sv tag_take(struct sv *request) {
  struct sv all = *request = sv_trim(*request), rest = all;
  if (!all.n || *all.p != '#') return (struct sv){0};
  (void)sv_cut(&rest, ' ');
  *request = sv_trim(rest);
  return sv_first(all, all.n - rest.n);
}

static void request_serve(struct control *c, struct source *s, struct msghdr *m, struct sv request,
                          int64_t pause_limit_us) {
  AUTO(buf) struct buf told = {0};
  bool asks = may(c, m);
  struct sv tag = tag_take(&request);
  buf_add_sv(&told, tag);
  size_t head = told.n;
  enum err rc = asks ? obey(s, request, pause_limit_us, &told)
                     : fail(E_FORBIDDEN, "this user may not control the recorder");
  if (!rc && told.n == head && c->obeyed) c->obeyed(c->ctx);
  if (rc || told.n == head) buf_add_str(&told, rc ? err_detail() : "ok");
  if (!told.failed) answer(c, m->msg_name, m->msg_namelen, buf_sv(&told));
  err_forget();
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
    request_serve(c, s, &m, (struct sv){request, (size_t)n}, pause_limit_us);
  }
}
