# Tools of tests/torture: a writer of spools, shims that cut the power and make calls fail.
TORTURE := $(addprefix $B/bin/,spoolmaker torture-kills torture-locked torture-full torture-cuts) $B/bin/powercut.so $B/bin/faults.so
RIG     := $B/tests/torture/rig.o $B/lib/recorder.a $(HOUSE)
$B/bin/torture-%: $B/tests/torture/%.o $B/tests/torture/cutdisk.o $(RIG)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $(call together,$^) $(LIBS_core) -lm -lpthread -o $@
$B/bin/spoolmaker: $B/tests/torture/spoolmaker.o $B/lib/recorder.a $(HOUSE)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LINK) $(call together,$^) $(LIBS_core) -lm -lpthread -o $@
$B/bin/powercut.so: tests/torture/shim/powercut.c tests/torture/powercut.h
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(STD) $(WARN) -O2 -g -fPIC -shared $< -lpthread -o $@
$B/bin/faults.so: tests/torture/shim/faults.c
	@mkdir -p $(@D)
	$(call say,link,$@)
	$(Q)$(CC) $(STD) $(WARN) -O2 -g -fPIC -shared $(if $(filter asan tsan,$(MODE)),-DNO_MALLOC) $< -ldl -o $@
torture-tools: $(TORTURE)
torture: all torture-tools               ## kills, power cuts, a full disk, a hunt, all looks: the long form (PARTS=some)
	LONG=1 PARTS="$(PARTS)" sh tests/torture/run.sh
.PHONY: torture torture-tools
