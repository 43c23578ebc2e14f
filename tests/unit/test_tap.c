// SPDX-License-Identifier: Apache-2.0
// What lies before the calls: packets that are cut, in tunnels, twice, out of order.
#include "tests/check.h"
#include "tests/unit/wiretap.h"

TEST(a_packet_the_snap_length_cut_says_so_in_the_spool_wherever_it_waited) {
  AUTO(wiretap) struct wiretap w;
  wiretap_open(&w, (struct tracker_options){0});
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 2); // waits for its call
  w.cut = true;
  tap_rtp(&w, "1:4000", "2:5000", 1, 8, 3);
  w.cut = false;
  tap_call(&w, "c1", "1:4000", "2:5000");
  w.cut = true;
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 1); // the call's first 60 ms
  w.cut = false;
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 9);
  w.cut = true;
  tap_rtp(&w, "2:5000", "1:4000", 2, 8, 2); // written at once
  tap_bye(&w, "c1");
  CHECK_EQ(w.call[0].packets[0], 5);
  CHECK_EQ(w.call[0].cut[0], 3);
  CHECK_EQ(w.call[0].packets[1], 12);
  CHECK_EQ(w.call[0].cut[1], 3);
}
