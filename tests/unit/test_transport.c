// SPDX-License-Identifier: Apache-2.0
// Connections of recording clients: one that goes away while it is being answered was heard to its
// end; one client's share is no other's; one that never ends a message is closed.
#include <arpa/inet.h>
#include <poll.h>

#include "recorder/siprec/transport.h"
#include "tests/check.h"

#define HELLO "OPTIONS sip:a SIP/2.0\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n"

struct leaver {
  struct transport *transport;
  int client, heard;
};

// The client resets its connection; the answers after that find nobody.
static void goes(void *ctx, const struct way *way, struct sv message) {
  struct leaver *l = ctx;
  struct linger at_once = {1, 0};
  if (l->client >= 0) {
    setsockopt(l->client, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(l->client);
    l->client = -1;
  }
  for (int i = 0; i < 100 && transport_counts(l->transport)->connections; i++) {
    transport_send(l->transport, way, SV("SIP/2.0 100 Trying\r\n\r\n"));
    poll(NULL, 0, 1);
  }
  CHECK_EQ(transport_counts(l->transport)->connections, 0);
  CHECK(sv_eq(message, SV(HELLO)));
  l->heard++;
}

TEST(a_client_that_leaves_while_it_is_answered_was_heard_to_its_end) {
  struct transport_wish wish = {.listen = "127.0.0.1:0", .peers = "127.0.0.1", .share = 2};
  struct leaver l = {.client = socket(AF_INET, SOCK_STREAM, 0)};
  CHECK_OK(transport_open(&wish, &l.transport));
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(transport_port(l.transport))};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  struct pollfd ready = {transport_fd(l.transport), POLLIN, 0};
  bool sent = !connect(l.client, (const struct sockaddr *)&at, sizeof at) &&
              write(l.client, HELLO HELLO, 2 * sizeof HELLO - 2) > 0;
  CHECK(sent);
  for (int i = 0; i < 20 && l.heard < 2; i++) {
    poll(&ready, 1, 100);
    transport_read(l.transport, goes, &l);
  }
  CHECK_EQ(l.heard, 2);
  transport_free(l.transport);
}

static int dial(uint16_t port) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (!connect(fd, (const struct sockaddr *)&at, sizeof at)) return fd;
  close(fd);
  return -1;
}

static void nothing(void *ctx, const struct way *way, struct sv message) {
  (void)ctx, (void)way, (void)message;
}

// Until it has done what it is asked: the kernel tells of a connection when it likes.
static void read_until(struct transport *t, const uint32_t *what, uint32_t is) {
  struct pollfd ready = {transport_fd(t), POLLIN, 0};
  for (int i = 0; i < 100 && *what != is; i++) {
    poll(&ready, 1, 50);
    transport_read(t, nothing, NULL);
  }
  CHECK_EQ(*what, is);
}

TEST(a_client_holds_its_share_of_connections_and_none_that_says_nothing) {
  struct transport_wish wish = {.listen = "127.0.0.1:0", .peers = "127.0.0.1", .share = 2};
  struct transport *t;
  int fd[3];
  CHECK_OK(transport_open(&wish, &t));
  const struct transport_counts *c = transport_counts(t);
  transport_tick(t, 1000000);
  for (size_t i = 0; i < countof(fd); i++) fd[i] = dial(transport_port(t));
  read_until(t, &c->connections, 2);
  for (int i = 0; i < 100 && !c->crowded; i++) transport_read(t, nothing, NULL), poll(NULL, 0, 10);
  CHECK_EQ(c->crowded, 1);
  CHECK(write(fd[0], HELLO, strlen(HELLO)) > 0 && write(fd[1], HELLO, 20) == 20);
  for (int i = 0; i < 20; i++) transport_read(t, nothing, NULL), poll(NULL, 0, 5);
  transport_tick(t, 20 * 1000000);
  CHECK_EQ(c->connections, 2);
  transport_tick(t, 40 * 1000000); // half a message for half a minute
  CHECK_EQ(c->connections, 1);
  transport_tick(t, 3600 * (int64_t)1000000); // nothing more for ten
  CHECK_EQ(c->connections, 0);
  for (size_t i = 0; i < countof(fd); i++) close(fd[i]);
  transport_free(t);
}
