# P7: list pages on a seeded catalogue. Rows only: of the web, just what drives a list.
P7 := $(patsubst %,$B/tests/bench/%.o,p7 make_catalogue make_scores) $(patsubst %,$B/review-web/api/%.o,drive text)
$B/bench/p7: $(P7) $(SCORING)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $(P7) $(call together,$(SCORING)) $(LIBS_core) -lm -lpthread -o $@
BINS += $B/bench/p7
