// Plays as the text of the consolidated file, appended to one buffer that is used again and again.
#pragma once

#include <string>
#include <string_view>

#include "events/decode.h"
#include "events/event.h"

namespace earshot {

// One PlayText serves one thread.
class PlayText : public PlaySink {
 public:
  void OnPlay(const Event& event) override;

  std::string_view text() const { return text_; }
  void Clear() { text_.clear(); }

 private:
  std::string text_;
};

}  // namespace earshot
