# history: half a year of calls and evaluations for the demo, the benches and the tests.
HISTORY := $(patsubst %.c,$B/%.o,$(wildcard tools/demo/history/*.c))
$B/bin/history: $(HISTORY) $B/lib/scoring.a $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $(HISTORY) $B/lib/scoring.a $B/lib/core.a $(LIBS_core) -lm -lpthread -o $@
BINS += $B/bin/history
