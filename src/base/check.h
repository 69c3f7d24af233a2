// EARSHOT_CHECK(condition): ends the program where a caller has broken a function's contract (its REQUIRES).
//
// For errors of the program alone, in every build. What comes from outside (files, settings, servers) is a Status
// (base/status.h). Safe on any thread.
#pragma once

namespace earshot {

// Prints "FILE:LINE: check failed: CONDITION" on standard error and aborts.
[[noreturn]] void FailCheck(const char* file, int line, const char* condition);

}  // namespace earshot

#define EARSHOT_CHECK(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : ::earshot::FailCheck(__FILE__, __LINE__, #condition))
