// Errors are values: every function that can fail returns a Status, or a StatusOr with its result.
//
// The status code says what the caller should do next, the message what went wrong, where, and how to repair it:
//   UsageError      (kInvalidArgument)     what was asked for is wrong: show it to the caller
//   InputError      (kFailedPrecondition)  a file, a setting, a disk or the store's state is wrong: repair it
//   TransientError  (kUnavailable)         it may work in a moment: try again with back-off, or much later
//   SystemError     (kInternal)            the memory, a disk or the program itself is faulty: stop
//
// Which error it is, where that matters, says its code (base/error_code.h).
//
// Messages are sentences for a person, without a trailing full stop. Status objects are values: copy them freely
// between threads.
#pragma once

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <fmt/format.h>

#include <string>
#include <utility>

namespace earshot {

using absl::Status;
using absl::StatusOr;

template <typename... Args>
Status UsageError(fmt::format_string<Args...> format, Args&&... args) {
  return absl::InvalidArgumentError(fmt::format(format, std::forward<Args>(args)...));
}

template <typename... Args>
Status InputError(fmt::format_string<Args...> format, Args&&... args) {
  return absl::FailedPreconditionError(fmt::format(format, std::forward<Args>(args)...));
}

template <typename... Args>
Status TransientError(fmt::format_string<Args...> format, Args&&... args) {
  return absl::UnavailableError(fmt::format(format, std::forward<Args>(args)...));
}

template <typename... Args>
Status SystemError(fmt::format_string<Args...> format, Args&&... args) {
  return absl::InternalError(fmt::format(format, std::forward<Args>(args)...));
}

// What the system says about `errno_value`, with what was being done to which file:
// "cannot open events/a.csv: Permission denied".
Status ErrnoError(int errno_value, const std::string& what);

// The message of `status` as a std::string.
std::string MessageOf(const Status& status);

}  // namespace earshot

#define EARSHOT_CONCAT_INNER(a, b) a##b
#define EARSHOT_CONCAT(a, b) EARSHOT_CONCAT_INNER(a, b)

// Leaves the function with the error that `expression` gives, if it gives one.
#define RETURN_IF_ERROR(expression)                                                        \
  do {                                                                                     \
    if (::earshot::Status status_of_expression = (expression); !status_of_expression.ok()) \
      return status_of_expression;                                                         \
  } while (false)

// Assigns the value of the StatusOr `expression` to `target`, or leaves the function with its error.
#define ASSIGN_OR_RETURN(target, expression) \
  ASSIGN_OR_RETURN_INNER(EARSHOT_CONCAT(status_or_, __LINE__), target, expression)
#define ASSIGN_OR_RETURN_INNER(status_or, target, expression) \
  auto status_or = (expression);                              \
  if (!status_or.ok()) return status_or.status();             \
  target = std::move(status_or).value()
