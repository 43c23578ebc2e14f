# Tools of tests/torture: a writer of spools, a shim that cuts the power.
TORTURE := $B/spoolmaker $B/powercut.so $B/powercut
$B/bin/spoolmaker: $B/tests/torture/spoolmaker.o $B/lib/recorder.a $B/lib/core.a
	$(CC) $(CFLAGS) $(LINK) $^ $(LIBS_core) -lm -lpthread -o $@
$B/powercut.so: tests/torture/shim/powercut.c
	@mkdir -p $(@D)
	$(CC) $(STD) $(WARN) -O2 -g -fPIC -shared $< -ldl -lpthread -o $@
$B/powercut: $B/tests/torture/powercut_replay.o $B/lib/core.a
	$(CC) $(CFLAGS) $(LINK) $^ $(LIBS_core) -o $@
torture-tools: $(TORTURE)
torture: torture-tools                   ## kills, power cuts, a full disk: the long form
	LONG=1 sh tests/torture/run.sh
.PHONY: torture torture-tools
