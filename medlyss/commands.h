// SPDX-License-Identifier: Apache-2.0
// The front command's own words. Each is its line as data and what it runs. Answers go to standard
// output, sentences for people to standard error.
#pragma once
#include "core/cli.h"

extern const struct cli command_init, command_user_add, command_user_code, command_run,
    command_replay, command_list, command_call, command_export, command_verify, command_check,
    command_rules_set, command_rules_show, command_rules_try, command_rules_refuse,
    command_rules_allow;
