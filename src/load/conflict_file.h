// The list of conflicts that `--conflicts FILE` keeps: two plays on one key with different values, one JSON object a
// line (NDJSON), with both plays' values and lines, and which of them stays.
//
// Belongs to one thread. The file appears with Commit, whole or not at all.
#pragma once

#include <memory>
#include <string>

#include "base/output_file.h"
#include "base/status.h"
#include "questions/table.h"
#include "rows/distinct_rows.h"

namespace earshot {

class ConflictFile {
 public:
  // `plays_path` is the consolidated file whose lines the conflicts name.
  static StatusOr<std::unique_ptr<ConflictFile>> Create(const std::string& path, std::string plays_path);

  Status Add(const Table& table, const Conflict& conflict);
  Status Commit() { return file_->Commit(); }

 private:
  ConflictFile(std::unique_ptr<OutputFile> file, std::string plays_path)
      : file_(std::move(file)), plays_path_(std::move(plays_path)) {}

  std::unique_ptr<OutputFile> file_;
  std::string plays_path_;
};

}  // namespace earshot
