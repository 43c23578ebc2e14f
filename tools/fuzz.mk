# libFuzzer targets: tests/fuzz/fuzz_*.c, seeds in tests/fuzz/corpus/fuzz_*/. Everything a target
# links is compiled by clang with coverage, AddressSanitizer and UBSan into build/fuzz/.
#   make fuzz T=fuzz_sip SECONDS=60     hunts; what it finds lies in build/fuzz/found/<target>/
#   make fuzz-replay                    runs every seed once (part of make test), by gcc's sanitizers:
#                                       the objects of MODE=asan, which the unit tests want anyway
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
# One program of all targets, each by its file's name instead of libFuzzer's.
REPLAYED := $(patsubst %,build/asan/replay/%.o,$(FUZZ))
ifeq ($(MODE),asan)
$B/replay/%.o: tests/fuzz/%.c | $(GENERATED_HEADERS)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(STD) $(WARN) $(HARDEN) $(CFLAGS) -DLLVMFuzzerTestOneInput=$* -MMD -MP -c $< -o $@
$B/replay/replay.o: CFLAGS += '-DTARGETS=$(foreach t,$(FUZZ),X($t))'
$B/replay/replay.o: $(wildcard tests/fuzz/fuzz_*.c)
$B/replay/replay: $(REPLAYED) $B/replay/replay.o $B/tests/memory_archive.o $(LIBS)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $(REPLAYED) $B/replay/replay.o $B/tests/memory_archive.o -Wl,--start-group $(LIBS) -Wl,--end-group $(ALL_VENDOR_LIBS) -o $@
fuzz-replay: $B/replay/replay
	@bad=0; export ASAN_OPTIONS=log_path=stderr:hard_rss_limit_mb=1024 UBSAN_OPTIONS=log_path=stderr:print_stacktrace=1; \
	for t in $(FUZZ); do \
	  if $B/replay/replay $$t tests/fuzz/corpus/$$t >$B/replay/$$t.log 2>&1; \
	  then echo "ok $$t"; else sed -n '/ERROR\|runtime error/,$$p' $B/replay/$$t.log | head -20; grep bytes$$ $B/replay/$$t.log | tail -1; echo "not ok $$t"; bad=1; fi; done; exit $$bad
else
fuzz-replay:                             ## every kept seed through its target once
	$(MAKE) -s MODE=asan fuzz-replay
endif
