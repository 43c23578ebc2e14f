// SPDX-License-Identifier: Apache-2.0
// Networks: two customers of one exchange, two sites behind one mirror have the same private
// addresses; interface, VLAN, VNI … tell them apart. A call's are those its signalling was seen in:
// often two, one for each direction. Its media may come by yet another (a gateway with a network
// for media), which is believed where nothing else fits as well (admit.c).
#include "recorder/call/inside.h"

void net_add(struct call *c, uint32_t net) {
  for (size_t i = 0; i < c->n_nets; i++)
    if (c->net[i] == net) return;
  if (c->n_nets < CALL_NETS) c->net[c->n_nets++] = net;
}

bool net_is_home(const struct call *c, uint32_t net) {
  for (size_t i = 0; i < c->n_nets; i++)
    if (c->net[i] == net) return true;
  return !c->n_nets;
}

bool nets_meet(const struct call *a, const struct call *b) {
  for (size_t i = 0; i < a->n_nets; i++)
    if (net_is_home(b, a->net[i])) return true;
  return !a->n_nets;
}

bool nets_apart(const struct call *a, const struct call *b) {
  return (a->at_home || b->at_home) && !nets_meet(a, b);
}
