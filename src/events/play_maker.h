// Makes plays of events: what a value may need, and whether it is one at all, wherever the event comes from.
//
// One PlayMaker serves one thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/decode_result.h"
#include "events/event.h"
#include "events/reject/check.h"
#include "events/reject/row_log.h"

namespace earshot {

struct DecodeOptions {
  std::vector<size_t> with;  // EventColumns::with
  bool repair_text = false;
};

class PlayMaker {
 public:
  explicit PlayMaker(DecodeOptions options);

  const DecodeOptions& options() const { return options_; }
  // The columns that a play needs to have filled.
  const std::vector<size_t>& columns() const { return columns_; }

  // Makes a play of `event`, a row of `file`, and hands it to `sink`, or counts it as one without an artist; else tells
  // what is wrong with it. Its numbers become what other programs write: 26.0 in a column of whole numbers is 26 and,
  // where the file has decimal commas, 495,3073 is 495.3073 and 26,0 is 26. `may_be_damaged` says that some of its
  // bytes are not ASCII; `begin` is where its row starts, for `log`.
  std::optional<Problem> Make(Event* event, const EventFile& file, bool may_be_damaged, size_t begin, RowLog* log,
                              PlaySink* sink, DecodeResult* result);

 private:
  void EmptyNulls(const std::vector<std::string>& null_words, Event* event, DecodeResult* result) const;
  void UsePoint(Event* event);
  void CheckText(Event* event, size_t begin, RowLog* log, DecodeResult* result);
  static void CheckTime(const Event& event, std::string_view decimal_signs, DecodeResult* result);

  const DecodeOptions options_;
  std::vector<size_t> columns_;
  bool with_time_ = false;
  // What stands in for an event's own text, with kFieldSlackBytes behind it.
  std::array<std::string, kEventColumnCount> texts_;
};

}  // namespace earshot
