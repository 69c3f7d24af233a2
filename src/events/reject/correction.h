// A correction: the text of a rejected row after its repair, as a line of JSON. It has the form of a reject
// (events/reject/reject_json.h), so that it can be read by itself: with the row's file, line, dialect and columns, the
// repaired text as `raw`, and the digest of the row as its file has it.
//
// Plain data and pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/status.h"
#include "events/event_file.h"
#include "events/reject/reject_json.h"

namespace earshot {

// The correction, with its line end, that `line` of a rejects file has become: `row` is what was read of it, and so
// many of its rows are `rejects` still.
std::string CorrectionJson(std::string_view line, const RejectedRow& row, uint64_t rejects);

// Of which row it is.
struct CorrectionPlace {
  std::string file;
  uint64_t line = 0;
  std::string original_xxh3;
};
// The error says what is wrong with the line, not where it is.
StatusOr<CorrectionPlace> ParseCorrectionPlace(std::string_view line);

struct Correction {
  RejectedRow row;
  uint64_t rejects = 0;  // so many of its rows were rejects when it was made
};
// For a row of `file` as a run reads it: words that mean nothing, renamed keys and added columns are the run's.
StatusOr<Correction> ParseCorrection(std::string_view line, const EventFile& file);

}  // namespace earshot
