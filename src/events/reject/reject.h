// A row that is not a valid event: where it is, what is wrong with it, and how to repair it. Plain data;
// safe on any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace earshot {

// How many rejects are kept to be shown.
inline constexpr size_t kFirstRejectsMax = 5;

enum class RejectKind : uint8_t {
  kTooFewFields,
  kTooManyFields,
  kUnclosedQuote,
  kTextAfterQuote,
  kStrayQuote,
  kBareCarriageReturn,
  kFieldTooLong,
  kRowTooLong,
  kNulByte,
  kInvalidUtf8,
  kNotInEncoding,
  kBadJson,
  kNotAnEvent,
  kNotANumber,
  kNegative,
  kOutOfRange,
};
inline constexpr size_t kRejectKindCount = 16;

// "too_few_fields"
std::string_view NameOf(RejectKind kind);
// What to do about it, in one sentence.
std::string_view HintOf(RejectKind kind);

struct Reject {
  std::string file;
  uint64_t line = 0;         // where the row starts, from 1
  uint64_t byte_offset = 0;  // where the row starts, from 0
  RejectKind kind = RejectKind::kTooFewFields;
  std::string column;  // empty if it is about the whole row
  std::string reason;
  std::string raw;             // the row as the file has it, without its line end
  uint64_t plays_before = 0;   // plays of its chunk before it
  uint64_t events_before = 0;  // plays and other events before it
  bool is_withheld = false;    // it may be of a listener who was forgotten, so nobody keeps or shows its text
};

// "events/a.csv, line 7, column userId: \"x\" is not a whole number"
std::string DescribeReject(const Reject& reject);

}  // namespace earshot
