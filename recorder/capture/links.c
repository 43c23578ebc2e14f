// SPDX-License-Identifier: Apache-2.0
#include "recorder/capture/links.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

enum err links_open(fd *out) {
  *out = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  return *out < 0 ? fail_os("a socket to ask after the interfaces") : OK;
}

enum link_is link_look(fd links, const char *interface) {
  struct ifreq ask = {0};
  if (!strcmp(interface, "any")) return LINK_UP;
  snprintf(ask.ifr_name, sizeof ask.ifr_name, "%s", interface);
  if (ioctl(links, SIOCGIFFLAGS, &ask)) return errno == ENODEV ? LINK_GONE : LINK_UP;
  bool carries = (ask.ifr_flags & (IFF_UP | IFF_RUNNING)) == (IFF_UP | IFF_RUNNING);
  return carries ? LINK_UP : LINK_DOWN;
}
