// Messages for whoever watches: reports and progress, on standard error.
//
// Safe on any thread.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <utility>

#include "base/printable.h"

namespace earshot {

// That nobody can take it (a full disk, a closed terminal) does not stop the work: the message is lost. What
// it quotes of the data steers no terminal.
template <typename... Args>
void LogMessage(fmt::format_string<Args...> format, Args&&... args) {
  const std::string text = WithoutControls(fmt::format(format, std::forward<Args>(args)...), '\n');
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace earshot
