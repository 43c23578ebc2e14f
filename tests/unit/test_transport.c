// SPDX-License-Identifier: Apache-2.0
// A recording client that goes away while it is being answered: what it said is read to its end.
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
  struct leaver l = {.client = socket(AF_INET, SOCK_STREAM, 0)};
  CHECK_OK(transport_open("127.0.0.1:0", "127.0.0.1", &l.transport));
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
