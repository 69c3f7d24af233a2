// Exit codes: what a shell, a scheduler or Spark decides by. docs/running.md explains them.
//
// A pure function; safe on any thread.
#pragma once

#include "base/status.h"

namespace earshot {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitDifferent = 3;   // the verification found differences
inline constexpr int kExitTransient = 75;  // EX_TEMPFAIL of <sysexits.h>: the same command may work later

// The exit code of a command that ended with `status`, which is not a stop: that ends the program by its signal.
int ExitCodeOf(const Status& status);

}  // namespace earshot
