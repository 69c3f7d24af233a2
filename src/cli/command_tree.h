// From the declarations on CLI11 to the command tree as data (cli/reference/command_doc.h).
//
// Main thread only.
#pragma once

#include <CLI/CLI.hpp>

#include "cli/reference/command_doc.h"

namespace earshot {

// What users see of `app` and the commands below it. Those of no group are hidden.
CommandDoc DescribeCommand(const CLI::App& app);

}  // namespace earshot
