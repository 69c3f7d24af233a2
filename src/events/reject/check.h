// Checks an event's numbers and its time. Pure functions; safe on any thread.
#pragma once

#include <optional>
#include <string>

#include "events/event.h"
#include "events/reject/reject.h"

namespace earshot {

struct ValidationError {
  RejectKind kind = RejectKind::kNotANumber;
  size_t column = 0;  // in kEventColumns
  std::string reason;
};

// The error of a play's first invalid number: sessionId and userId are whole numbers of 64 bits, itemInSession
// one of 32, length a decimal number; none is below zero.
std::optional<ValidationError> CheckNumbers(const Event& event);
// The same of an event that is not a play, and may lack any of them.
std::optional<ValidationError> CheckNumbersIfAny(const Event& event);
// The error of a status, which is a whole number of 32 bits.
std::optional<ValidationError> CheckStatus(const Event& event);
// The error of a ts that is empty, that event_time.h cannot read, or that is in seconds.
std::optional<ValidationError> CheckTime(const Event& event);

}  // namespace earshot
