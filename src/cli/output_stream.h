// Where results go: a seam between what a command prints and standard output.
//
// A reader that goes away early (`| head -1`) is not an error: what is written after that is dropped. One thread.
#pragma once

#include <string_view>

#include "base/status.h"

namespace earshot {

class OutputStream {
 public:
  virtual ~OutputStream() = default;
  // An error only where output is really lost: a full disk, not a closed pipe.
  virtual Status Write(std::string_view text) = 0;
  // Whether the reader has gone away: nothing that is written from now on is read by anybody.
  virtual bool closed() const = 0;
};

// Standard output. One object for the whole program.
class StandardOutput : public OutputStream {
 public:
  Status Write(std::string_view text) override;
  bool closed() const override { return closed_; }

 private:
  bool closed_ = false;
};

}  // namespace earshot
