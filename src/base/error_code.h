// Stable codes of errors: what went wrong, for programs and for whoever words the remedy.
//
// The status code says what kind of error it is (base/status.h); an ErrorCode, where an error has one, says which. A
// library's message states the fact alone. What a person can type against it is the command line's to say, and a
// server has other words. Codes are plain values; safe on any thread.
#pragma once

#include <optional>
#include <string_view>

#include "base/status.h"

namespace earshot {

// Slugs are part of the interface: they are never renamed. A new code goes at the end, with its slug in error_code.cc.
enum class ErrorCode {
  kUnknownQuestion,   // unknown_question: no question has that name
  kInvalidArguments,  // invalid_arguments: a question's given values are missing, unknown or of another type
  kInvalidPageToken,  // invalid_page_token: a page token of another question, of other values, or damaged
};
inline constexpr size_t kErrorCodeCount = 3;

// "unknown_question"
std::string_view SlugOf(ErrorCode code);

// `status` with the code attached. REQUIRES: !status.ok()
Status WithCode(Status status, ErrorCode code);

// The code of `status`, where it has one.
std::optional<ErrorCode> CodeOf(const Status& status);

// `status` with another message, and with the same kind and code.
Status WithMessage(const Status& status, std::string_view message);

}  // namespace earshot
