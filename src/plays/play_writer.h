// Plays as the text of the consolidated file, or events as that of a file of events, appended to one buffer that is
// used again and again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/decode_result.h"
#include "events/event.h"

namespace earshot {

// Those of a file of events (kEventColumns).
std::vector<size_t> AllEventColumns();

// One PlayWriter serves one thread.
class PlayWriter : public PlaySink {
 public:
  // Writes these columns (EventColumns::names), in this order.
  explicit PlayWriter(std::vector<size_t> columns) : columns_(std::move(columns)) {}

  void OnPlay(const Event& event) override;

  std::string_view text() const { return std::string_view(buffer_).substr(0, size_); }
  void Clear() { size_ = 0; }

 private:
  void AppendSlowly(const Event& event);

  const std::vector<size_t> columns_;
  std::string buffer_;  // only its first size_ bytes count
  size_t size_ = 0;
};

}  // namespace earshot
