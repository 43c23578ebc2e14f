// SPDX-License-Identifier: Apache-2.0
// What the sanitizers' runtimes begin with, compiled into every program of MODE=asan and MODE=tsan:
// each report is a file in build/MODE/reports (REPORTS). Not by environment: the children that read
// strangers' bytes start with an empty one, and nobody reads what they say before they die.
const char *__asan_default_options(void);
const char *__tsan_default_options(void);
const char *__ubsan_default_options(void);
extern const char sanitize_options[]; // the linker is told to want it, and so takes this file
const char sanitize_options[] = "log_path=" REPORTS "/report:log_exe_name=1";

const char *__asan_default_options(void) {
  return "log_path=" REPORTS "/report:log_exe_name=1:detect_stack_use_after_return=1:"
         "check_initialization_order=1:strict_init_order=1";
}
const char *__ubsan_default_options(void) {
  return "log_path=" REPORTS "/report:log_exe_name=1:print_stacktrace=1";
}
const char *__tsan_default_options(void) {
  return "log_path=" REPORTS "/report:log_exe_name=1:second_deadlock_stack=1";
}
