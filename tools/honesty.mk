# The table of docs/honesty.md, from a simulated centre (seeded: the same every time).
$B/honesty: $B/tests/honesty/main.o $B/lib/scoring.a $B/lib/core.a
	$(CC) $(CFLAGS) $(LINK) $< -Wl,--start-group $B/lib/scoring.a $B/lib/core.a -Wl,--end-group -ljansson -lsodium -lm -o $@
.PHONY: honesty
honesty: $B/honesty                      ## what our numbers may be trusted with: docs/honesty.md
	@$< > build/honesty.md; rc=$$?; cat build/honesty.md; cp build/honesty.md docs/honesty.md; exit $$rc
