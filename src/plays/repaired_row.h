// Decodes a rejected row after its repair. Its text may have become several rows by then.
//
// One object serves one thread, for one row after the other.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "events/decode.h"
#include "events/reject/reject_json.h"
#include "plays/play_sample.h"
#include "plays/play_writer.h"

namespace earshot {

// The lines of an event: of the play that it is, and of all events where they are wanted. Either may be empty.
struct EventLines {
  std::string play;
  std::string event;
};

class RepairedRow : private PlaySink {
 public:
  explicit RepairedRow(const DecodeOptions& options)
      : decoder_(options), text_(PlayMaker(options).columns()), event_text_(AllEventColumns()) {}

  // Adds the plays to `sample` too, where there is one. A text without a row is an error: it would be gone without a
  // word. All that it holds is in the line of `row`.
  Status Decode(const RejectedRow& row, PlaySample* sample);

  // Of the row that was decoded last.
  const std::vector<EventLines>& events() const { return events_; }
  // How many of events() are before a reject of it.
  size_t EventsBefore(const Reject& reject) const;
  DecodeResult& result() { return result_; }

 private:
  void OnPlay(const Event& event) override;
  void OnEvent(const Event& event) override;

  Decoder decoder_;
  PlayWriter text_;  // of one play
  PlayWriter event_text_;
  PlaySample* sample_ = nullptr;
  Chunk chunk_;
  std::vector<EventLines> events_;
  DecodeResult result_;
};

}  // namespace earshot
