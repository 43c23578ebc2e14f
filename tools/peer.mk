# The independent sender of tests/peer: it shares core's strings and errors, no recorder code.
PEER := $(patsubst %.c,$B/%.o,$(wildcard tests/peer/*.c))
$B/bin/callmaker: $(PEER) $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $^ -lopus -lavcodec -lavutil -ljansson -lsodium -lm -o $@
# What is in a WAV file: levels, tones, clicks.
$B/bin/ears: $B/tests/ears/main.o $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $^ -lsodium -lm -o $@
# What a command takes: processor time and memory.
$B/bin/cost: $B/tests/bench/cost/main.o $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $^ -lsodium -lm -o $@
# All trends of a centre, timed (P9).
$B/bin/trends: $B/tests/bench/trends/main.o $B/tests/bench/trends/pages.o $B/lib/scoring.a $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $(filter %.o,$^) -Wl,--start-group $B/lib/scoring.a $B/lib/core.a -Wl,--end-group $(LIBS_core) -lm -lpthread -o $@
# Mutants of sound files through import's child.
$B/bin/badmedia: $B/tests/badmedia/main.o $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $^ -lsodium -lm -o $@
