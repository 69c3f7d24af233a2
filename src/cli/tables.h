// The questions that the settings name, as tables. For every command that works on them.
#pragma once

#include <vector>

#include "base/status.h"
#include "cli/command.h"
#include "questions/table.h"

namespace earshot {

// The questions file's, or the built-in ones where no file is named.
StatusOr<std::vector<Table>> LoadTables(const Settings& settings);

}  // namespace earshot
