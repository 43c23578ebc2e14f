# The independent sender of tests/peer: it shares core's strings and errors, no recorder code.
PEER := $(patsubst %.c,$B/%.o,$(wildcard tests/peer/*.c))
$B/callmaker: $(PEER) $B/lib/core.a
	$(CC) $(CFLAGS) $(LINK) $^ -lopus -lavcodec -lavutil -ljansson -lsodium -lm -o $@
