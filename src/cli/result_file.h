// A file that results go to, instead of standard output. It has its name once it is committed.
//
// Owns the file; one thread.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "base/output_file.h"
#include "base/status.h"
#include "base/zstd_writer.h"
#include "cli/output_stream.h"

namespace earshot {

class ResultFile : public OutputStream {
 public:
  ResultFile(std::unique_ptr<OutputFile> file, bool compressed) : file_(std::move(file)) {
    if (compressed) compressor_.emplace(*file_);
  }

  Status Write(std::string_view text) override {
    return compressor_.has_value() ? compressor_->Write(text) : file_->Write(text);
  }
  bool closed() const override { return false; }
  // After the last result.
  Status Finish() { return compressor_.has_value() ? compressor_->Finish() : absl::OkStatus(); }
  OutputFile& file() { return *file_; }

 private:
  std::unique_ptr<OutputFile> file_;
  std::optional<ZstdWriter> compressor_;
};

}  // namespace earshot
