// SPDX-License-Identifier: Apache-2.0
#include "recorder/wire/multipart.h"
#include "tests/check.h"

static struct part part[MULTIPART_PARTS];

static size_t cuts(const char *type, const char *body) {
  return multipart_split(sv_of(body), sv_of(type), part);
}
static bool is(const struct part *p, const char *body) { return p && sv_eq(p->body, sv_of(body)); }

#define SDP "Content-Type: application/sdp\r\n\r\nv=0\r\no=- 1 1 IN IP4 h\r\n"
#define XML                                                                                        \
  "Content-Type: application/rs-metadata+xml\r\nContent-Disposition: recording-session\r\n\r\n"    \
  "<recording/>"

TEST(a_multipart_body_is_cut_in_its_parts) {
  CHECK_EQ(cuts("multipart/mixed;boundary=b1",
                "preamble\r\n--b1\r\n" SDP "\r\n--b1\r\n" XML "\r\n--b1--\r\nepilogue --b1 x"),
           2);
  CHECK(is(multipart_find(part, 2, PART_SDP), "v=0\r\no=- 1 1 IN IP4 h\r\n"));
  CHECK(is(multipart_find(part, 2, PART_METADATA), "<recording/>"));
  CHECK(sv_eq(part[1].disposition, SV("recording-session")));
  CHECK(sv_eq(part[0].type, SV("application/sdp")));
}

TEST(a_boundary_may_be_quoted_wrong_or_unsaid) {
  const char *body = "--a b:1\n" SDP "\n--a b:1\n" XML "\n--a b:1--";
  CHECK_EQ(cuts("Multipart/Mixed ; charset=x ; Boundary=\"a b:1\"", body), 2);
  CHECK_EQ(cuts("multipart/mixed;boundary=other", body), 2);
  CHECK_EQ(cuts("multipart/mixed", body), 2);
  CHECK_EQ(cuts("", body), 2);
  CHECK(is(multipart_find(part, 2, PART_METADATA), "<recording/>"));
}

TEST(parts_come_in_any_order_and_number) {
  CHECK_EQ(cuts("multipart/mixed;boundary=u", "\r\n--u\r\n" XML "\r\n--u\r\n" SDP
                                              "\r\n--u\r\nContent-Type: application/gtd\r\n\r\n"
                                              "IAM,\r\nGCI,91\r\n"), // and the end is cut off
           3);
  CHECK_EQ(part[0].kind, PART_METADATA);
  CHECK_EQ(part[1].kind, PART_SDP);
  CHECK_EQ(part[2].kind, PART_OTHER);
  CHECK(is(&part[2], "IAM,\r\nGCI,91\r\n"));
}

TEST(a_part_without_a_type_is_what_it_begins_as) {
  CHECK_EQ(cuts("multipart/mixed;boundary=u", "--u\r\n\r\nv=0\r\ns=-\r\n--u\r\n\r\n<?xml version="
                                              "'1.0'?><recording/>\r\n--u--"),
           2);
  CHECK(is(multipart_find(part, 2, PART_SDP), "v=0\r\ns=-"));
  CHECK(multipart_find(part, 2, PART_METADATA));
  CHECK_EQ(cuts("multipart/mixed;boundary=u", "--u\r\nv=0\r\ns=-\r\n--u\r\n<recording/>\r\n--u--"),
           2);
  CHECK(multipart_find(part, 2, PART_SDP) && multipart_find(part, 2, PART_METADATA));
  // a type nobody knows, as a client with a bug writes it
  CHECK_EQ(cuts("multipart/mixed;boundary=u",
                "--u\r\nContent-Type:application/ +xml\r\nContent-Disposition:recording-session\r\n"
                "Content-Length:9\r\n\r\n<recording_metadata/>\r\n--u--"),
           1);
  CHECK_EQ(part[0].kind, PART_METADATA);
}

TEST(a_body_that_is_no_multipart_is_one_part) {
  CHECK_EQ(cuts("application/sdp", "v=0\r\n"), 1);
  CHECK_EQ(part[0].kind, PART_SDP);
  CHECK_EQ(cuts("application/rs-metadata", "<recording/>"), 1);
  CHECK_EQ(part[0].kind, PART_METADATA);
  CHECK_EQ(cuts("", "v=0\r\n"), 1);
  CHECK_EQ(part[0].kind, PART_SDP);
  CHECK_EQ(cuts("multipart/mixed;boundary=x", "v=0\r\ns=-\r\n"), 1);
  CHECK_EQ(part[0].kind, PART_SDP);
  CHECK_EQ(cuts("text/plain", "hello"), 1);
  CHECK_EQ(part[0].kind, PART_OTHER);
  CHECK_EQ(cuts("", ""), 0);
}

TEST(a_multipart_within_a_multipart_is_opened) {
  CHECK_EQ(cuts("multipart/mixed;boundary=o",
                "--o\r\nContent-Type: multipart/alternative;boundary=i\r\n\r\n--i\r\n" SDP
                "\r\n--i--\r\n--o\r\n" XML "\r\n--o--"),
           2);
  CHECK(is(multipart_find(part, 2, PART_SDP), "v=0\r\no=- 1 1 IN IP4 h\r\n"));
}

TEST(the_description_is_kept_whatever_comes_before_it) {
  char body[2048];
  size_t n = 0;
  for (int i = 0; i < 20; i++)
    n += (size_t)snprintf(body + n, sizeof body - n,
                          "--u\r\nContent-Type: text/plain\r\n\r\n%d\r\n", i);
  snprintf(body + n, sizeof body - n, "--u\r\n" SDP "\r\n--u\r\n" XML "\r\n--u--");
  CHECK_EQ(cuts("multipart/mixed;boundary=u", body), MULTIPART_PARTS);
  CHECK(multipart_find(part, MULTIPART_PARTS, PART_SDP));
  CHECK(multipart_find(part, MULTIPART_PARTS, PART_METADATA));
}

TEST(where_metadata_has_its_name_other_xml_is_none) {
  size_t n =
      cuts("multipart/mixed;boundary=u",
           "--u\r\nContent-Type: application/vnd.x+xml\r\n\r\n<x/>\r\n--u\r\n" XML "\r\n--u--");
  CHECK_EQ(n, 2);
  CHECK(is(multipart_find(part, n, PART_METADATA), "<recording/>"));
  n = cuts("multipart/mixed;boundary=u", "--u\r\nContent-Type: text/xml\r\n\r\n<x/>\r\n--u--");
  CHECK(is(multipart_find(part, n, PART_METADATA), "<x/>"));
}
