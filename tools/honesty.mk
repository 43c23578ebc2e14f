# The tables of docs/honesty.md, from simulated worlds (seeded: the same every time).
HONESTY := $(patsubst %.c,$B/%.o,$(wildcard tests/honesty/*.c))
BINS += $B/bin/honesty
$B/bin/honesty: $(HONESTY) $(SCORING)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $(HONESTY) $(call together,$(SCORING)) $(LIBS_core) -lm -o $@
.PHONY: honesty
honesty: $B/bin/honesty                  ## what our numbers may be trusted with: docs/honesty.md
	@$< > build/honesty.md; rc=$$?; cat build/honesty.md; cp build/honesty.md docs/honesty.md; exit $$rc
