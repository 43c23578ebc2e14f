# MODE=asan and MODE=tsan: what the runtimes find lies in $B/reports, one file a report.
#   make test MODE=asan      unit tests, flows and stories by instrumented programs; any report fails
# tests/sanitize/left_out.tsv names what is not run so.
.PHONY: asan-tests
asan-tests: $B/tests/unit-all $B/bin/medlyss-import $B/bin/medlyss-decode $B/replay/replay # what make test runs of MODE=asan
ifneq ($(filter asan tsan,$(MODE)),)
GENERATED_OBJECTS += $B/tests/sanitize/options.o
LINK += -Wl,-u,sanitize_options
# One runtime in each program, seen by its libraries: of two shared ones, the second (UBSan's) would
# not know where reports go.
LINK += $(if $(filter asan,$(MODE)),-static-libasan -static-libubsan -rdynamic)
$B/tests/sanitize/options.o: CFLAGS += -DREPORTS='"$(CURDIR)/$B/reports"'
$B/tests/sanitize/options.o: | $B/reports
$B/reports:
	mkdir -p $@ && chmod 1777 $@ # capture and the web service may run as users of their own
$B/bin/canary: $B/tests/sanitize/canary.o $B/lib/recorder.a $B/lib/core.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LINK) $^ $(LIBS_core) -lseccomp -lm -lpthread -o $@
endif
