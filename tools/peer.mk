# The independent sender of tests/peer: it shares core's strings and errors, no recorder code.
PEER := $(patsubst %.c,$B/%.o,$(wildcard tests/peer/*.c))
$B/bin/callmaker: $(PEER) $B/lib/core.a
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -lopus -lavcodec -lavutil -ljansson -lsodium -lm -o $@
# Many recording clients in one.
$B/bin/siprecload: $(patsubst %.c,$B/%.o,$(wildcard tests/siprecload/*.c))
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -lm -o $@
# What is in a WAV file: levels, tones, clicks.
$B/bin/ears: $B/tests/ears/main.o $B/lib/core.a
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -lsodium -lm -o $@
# What a command takes: processor time and memory.
$B/bin/cost: $B/tests/bench/cost/main.o $B/lib/core.a
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -lsodium -lm -o $@
# All trends of a centre, timed (P9).
$B/bin/trends: $B/tests/bench/trends/main.o $B/tests/bench/trends/pages.o $(SCORING)
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $(filter %.o,$^) $(call together,$(SCORING)) $(LIBS_core) -lm -lpthread -o $@
# Mutants of sound files through import's child.
$B/bin/badmedia: $B/tests/badmedia/main.o $B/lib/core.a
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -lsodium -lm -o $@
# Seeded calls made of the faults of real networks, and the judge of what was recorded of them.
$B/bin/mixmaker: $(patsubst %.c,$B/%.o,$(wildcard tests/mix/*.c)) $B/lib/core.a
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -lm -o $@
$B/bin/mixjudge: $B/tests/mixjudge/main.o
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $^ -ljansson -lavformat -lavcodec -lavutil -lm -o $@
