// What a test takes results from.
//
// Owns the text; one thread.
#pragma once

#include <string>
#include <string_view>

#include "cli/output_stream.h"

namespace earshot {

class TextOutput : public OutputStream {
 public:
  Status Write(std::string_view text) override {
    text_ += text;
    return absl::OkStatus();
  }
  bool closed() const override { return false; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace earshot
