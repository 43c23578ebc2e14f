# history: half a year of calls and evaluations for the demo, the benches and the tests.
HISTORY := $(patsubst %.c,$B/%.o,$(wildcard tools/demo/history/*.c))
$B/bin/history: $(HISTORY) $(SCORING)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $(HISTORY) $(call together,$(SCORING)) $(LIBS_core) -lm -lpthread -o $@
BINS += $B/bin/history
