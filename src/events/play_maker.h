// Makes plays of events, whichever decoder they come from: checks and normalises their values, and those of all events
// where they are wanted.
//
// One PlayMaker serves one thread.
#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/decode_context.h"
#include "events/event.h"
#include "events/forgotten.h"
#include "events/reject/check.h"

namespace earshot {

struct DecodeOptions {
  std::vector<size_t> with;  // EventColumns::with
  bool events = false;       // all events are wanted, not the plays alone
  bool repair_text = false;
  const Forgotten* forgotten = nullptr;  // whose plays are suppressed; null: nobody's. Not owned
};

// The row that an event was read from.
struct RowOfEvent {
  size_t begin = 0;       // in the chunk
  bool is_ascii = false;  // so its text cannot have been decoded wrongly
};

class PlayMaker {
 public:
  explicit PlayMaker(DecodeOptions options);

  const DecodeOptions& options() const { return options_; }
  // The columns of an event that plays consist of.
  const std::vector<size_t>& columns() const { return columns_; }
  // Those that Make reads.
  const std::vector<size_t>& columns_read() const { return columns_read_; }
  bool Reads(size_t column) const { return is_read_[column]; }
  // Whether an event is rejected for a value of the column that is none: else it has no value there.
  bool Judges(size_t column) const { return is_judged_[column]; }

  // Makes a play of `event` and hands it to the context's sink, or counts an event without an artist, which it hands on
  // where all are wanted, or one that is suppressed, or returns what is wrong with it. Numbers are normalised to what
  // other programs write: 26.0 in a column of whole numbers becomes 26 and, if the file has decimal commas, 495,3073
  // becomes 495.3073 and 26,0 becomes 26.
  std::optional<ValidationError> Make(const RowOfEvent& row, Event* event, const DecodeContext& context);

 private:
  std::optional<ValidationError> MakeOther(const RowOfEvent& row, Event* event, const DecodeContext& context);
  std::optional<ValidationError> CheckAndNormalize(std::optional<ValidationError> (*check)(const Event&), Event* event,
                                                   const EventFile& file);
  bool IsSuppressed(const Event& event, DecodeResult* result) const;
  void HandOn(Event* event, const DecodeContext& context);
  void EmptyNulls(const std::vector<std::string>& null_words, Event* event, DecodeResult* result) const;
  void UsePoint(Event* event);
  void CheckText(size_t row_begin, Event* event, const DecodeContext& context);
  std::optional<ValidationError> SetDay(const std::string& path, Event* event);
  static void CountIfCoarse(const Event& event, DecodeResult* result);

  const DecodeOptions options_;
  std::vector<size_t> columns_;
  std::vector<size_t> columns_read_;
  std::bitset<kEventColumnsMax> is_read_;
  std::bitset<kEventColumnsMax> is_judged_;
  bool with_time_ = false;
  bool with_day_ = false;
  // What SetDay has found of the last event.
  std::string path_;
  std::optional<std::chrono::sys_days> day_in_name_;
  std::optional<std::chrono::sys_days> day_;
  // Text that replaces an event's own, followed by kFieldSlackBytes.
  std::array<std::string, kEventColumnCount> texts_;
};

}  // namespace earshot
