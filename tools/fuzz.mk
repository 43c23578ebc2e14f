# libFuzzer targets: tests/fuzz/fuzz_*.c, seeds in tests/fuzz/corpus/fuzz_*/. Everything a target
# links is compiled by clang with coverage, AddressSanitizer and UBSan into build/fuzz/.
#   make fuzz T=fuzz_sip SECONDS=60     hunts; what it finds lies in build/fuzz/found/<target>/
#   make fuzz-replay                    runs every seed once (part of make test)
FUZZ    := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
SECONDS ?= 60
T       ?= $(FUZZ)

.PHONY: fuzz-replay fuzz-build
ifeq ($(MODE),fuzz)
$(addprefix $B/,$(FUZZ)): $B/%: $B/tests/fuzz/%.o $B/tests/memory_archive.o $(LIBS)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) -fsanitize=fuzzer $< $B/tests/memory_archive.o -Wl,--start-group $(LIBS) -Wl,--end-group $(ALL_VENDOR_LIBS) -o $@
fuzz-build: $(addprefix $B/,$(T))
else
fuzz-build:
	$(MAKE) -s MODE=fuzz T="$(T)" fuzz-build
endif
fuzz: fuzz-build                         ## libFuzzer: T=fuzz_sip SECONDS=60
	@for t in $(T); do \
	  mkdir -p build/fuzz/found/$$t tests/fuzz/corpus/$$t; \
	  build/fuzz/$$t -max_total_time=$(SECONDS) -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
	    -artifact_prefix=build/fuzz/found/$$t/crash- build/fuzz/found/$$t tests/fuzz/corpus/$$t || exit 1; \
	done
fuzz-replay: fuzz-build                  ## every kept seed through its target once
	@bad=0; for t in $(FUZZ); do mkdir -p build/fuzz/found; \
	  if build/fuzz/$$t -runs=0 -rss_limit_mb=1024 -timeout=10 tests/fuzz/corpus/$$t >build/fuzz/found/$$t.log 2>&1; \
	  then echo "ok $$t"; else tail -20 build/fuzz/found/$$t.log; echo "not ok $$t"; bad=1; fi; done; exit $$bad
