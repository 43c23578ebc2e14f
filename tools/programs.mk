# Which program is made of which rooms, and which vendor library each room stands on.
# A program links only what its row names: `ldd` of capture and web shows no libav*.
VENDOR_INC      := -isystem /usr/include/re
ALL_VENDOR_LIBS := -linih -lsodium -logg -ljansson -lsqlite3 -lm -lpthread
BINS            :=
include tools/peer.mk
BINS += $B/callmaker
