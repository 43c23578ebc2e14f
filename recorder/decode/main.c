// SPDX-License-Identifier: Apache-2.0
// medlyss-decode: the sandboxed decoder that medlyss-encode starts, with a socket as standard
// input. It has no command line and is of no use to people.
#include "recorder/decode/codec.h"
#include "recorder/decode/sandbox.h"
#include "recorder/decode/serve.h"

int main(void) {
  codec_load_all();
  if (close_range(3, ~0u, 0) || decode_sandbox(STDIN_FILENO) != OK) return err_exit(E_BROKEN);
  return decode_serve(STDIN_FILENO);
}
