// SPDX-License-Identifier: Apache-2.0
#include "tests/siprecload/dialog.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int describe(const struct dialog *d, char *out, size_t room) {
  const char *way = d->held ? "inactive" : "sendonly";
  return snprintf(out, room,
                  "v=0\r\no=load %" PRIu32 " %" PRIu32
                  " IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                  "m=audio 19000 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=%s\r\na=label:1\r\n"
                  "m=audio 19002 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=%s\r\na=label:2\r\n",
                  d->n + 1, d->version, way, way);
}

static int tell(const struct dialog *d, char *out, size_t room) {
  return snprintf(
      out, room,
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<recording "
      "xmlns='urn:ietf:params:xml:ns:recording:1'>"
      "<datamode>complete</datamode><session session_id=\"s%" PRIu32 "\"/>"
      "<participant participant_id=\"a\"><nameID aor=\"sip:%04" PRIu32
      "@load.example\"/></participant>"
      "<participant participant_id=\"c\"><nameID aor=\"sip:+4670%07" PRIu32
      "@load.example\"/></participant>"
      "<stream stream_id=\"t1\"><label>1</label></stream><stream "
      "stream_id=\"t2\"><label>2</label></stream>"
      "<participantstreamassoc participant_id=\"a\"><send>t1</send></participantstreamassoc>"
      "<participantstreamassoc "
      "participant_id=\"c\"><send>t2</send></participantstreamassoc></recording>\r\n",
      d->n, 1000 + d->n % 9000, d->n);
}

static size_t head(const struct dialog *d, const char *method, uint16_t server, uint16_t own,
                   const char *type, const char *body, char out[MESSAGE_MAX]) {
  const char *of = strcmp(method, "ACK") ? method : "INVITE";
  int n = snprintf(
      out, MESSAGE_MAX,
      "%s sip:srs@127.0.0.1:%u SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:%u;branch=z9hG4bK%s%" PRIu32
      "x%" PRIu32 "%s;rport\r\nMax-Forwards: 70\r\nFrom: <sip:src@load.example>;tag=f%" PRIu32
      "\r\nTo: <sip:srs@medlyss.example>%s%s\r\nCall-ID: load-%" PRIu32
      "-%u@load.example\r\nCSeq: %" PRIu32
      " %s\r\nContact: <sip:src@127.0.0.1:%u>;+sip.src\r\n%s%s%s%sContent-Length: %zu\r\n\r\n%s",
      method, server, own, of, d->n, d->cseq, strcmp(method, "ACK") ? "" : "a", d->n,
      *d->tag ? ";tag=" : "", d->tag, d->n, own, d->cseq, method, own,
      *d->tag ? "" : "Require: siprec\r\n", *type ? "Content-Type: " : "", type,
      *type ? "\r\n" : "", strlen(body), body);
  return n > 0 && n < MESSAGE_MAX ? (size_t)n : 0;
}

size_t dialog_repeat(const struct dialog *d, enum wish wish, uint16_t server, uint16_t own,
                     char out[MESSAGE_MAX]) {
  char sdp[700], who[1400], body[3000];
  if (wish == WISH_BYE) return head(d, "BYE", server, own, "", "", out);
  describe(d, sdp, sizeof sdp);
  if (wish != WISH_INVITE) return head(d, "INVITE", server, own, "application/sdp", sdp, out);
  tell(d, who, sizeof who);
  snprintf(body, sizeof body,
           "--b\r\nContent-Type: application/sdp\r\n\r\n%s\r\n--b\r\nContent-Type: "
           "application/rs-metadata+xml\r\n"
           "Content-Disposition: recording-session\r\n\r\n%s\r\n--b--\r\n",
           sdp, who);
  return head(d, "INVITE", server, own, "multipart/mixed;boundary=b", body, out);
}

size_t dialog_ask(struct dialog *d, enum wish wish, uint16_t server, uint16_t own,
                  char out[MESSAGE_MAX]) {
  d->cseq++;
  if (wish == WISH_HOLD || wish == WISH_RESUME) d->held = wish == WISH_HOLD;
  if (wish != WISH_BYE) d->version++;
  d->asked = true;
  return dialog_repeat(d, wish, server, own, out);
}

size_t dialog_ack(const struct dialog *d, uint16_t server, uint16_t own, char out[MESSAGE_MAX]) {
  return head(d, "ACK", server, own, "", "", out);
}

bool answer_read(const char *text, uint32_t *n, int *status, uint32_t *cseq, bool *invite) {
  const char *id = strstr(text, "Call-ID: load-"), *step = strstr(text, "CSeq: ");
  if (strncmp(text, "SIP/2.0 ", 8) || !id || !step) return false;
  char *method;
  *status = atoi(text + 8);
  *n = (uint32_t)strtoul(id + 14, NULL, 10);
  *cseq = (uint32_t)strtoul(step + 6, &method, 10);
  *invite = !strncmp(method, " INVITE", 7);
  return true;
}

bool dialog_up(struct dialog *d, const char *answer) {
  const char *to = strstr(answer, "To: "), *tag = to ? strstr(to, ";tag=") : NULL;
  if (!tag) return false;
  snprintf(d->tag, sizeof d->tag, "%.*s", (int)strcspn(tag + 5, ";\r\n"), tag + 5);
  const char *line = answer;
  for (int i = 0; i < LINES; i++) {
    line = strstr(line, "m=audio ");
    if (!line) return false;
    d->port[i] = (uint16_t)strtoul(line + 8, NULL, 10);
    line += 8;
  }
  return true;
}
