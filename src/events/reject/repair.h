// Repairs text that was decoded wrongly: UTF-8 that was read as Latin-1 or Windows-1252, once or several times
// ("BjÃ¶rk").
//
// Pure functions; safe on any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace earshot {

// `text` (UTF-8) as it was meant; nothing if it is not damaged, or not certainly. docs/ingest.md has the rules.
std::optional<std::string> RepairText(std::string_view text);

}  // namespace earshot
