// The list of conflicts that `--conflicts FILE` keeps: two plays on one key with different values, one JSON object a
// line (NDJSON), with both plays' values and lines, and which of them stays.
//
// Belongs to one thread. The file appears with Commit, whole or not at all.
#pragma once

#include <memory>
#include <string>

#include "base/output_file.h"
#include "base/status.h"
#include "load/sorted_source.h"
#include "questions/table.h"
#include "rows/distinct_rows.h"

namespace earshot {

class ConflictFile {
 public:
  // `sources` are the files whose lines the conflicts name.
  static StatusOr<std::unique_ptr<ConflictFile>> Create(const std::string& path, SourceFiles sources);

  Status Add(const Table& table, const Conflict& conflict);
  Status Commit() { return file_->Commit(); }

 private:
  ConflictFile(std::unique_ptr<OutputFile> file, SourceFiles sources)
      : file_(std::move(file)), sources_(std::move(sources)) {}

  std::unique_ptr<OutputFile> file_;
  SourceFiles sources_;
};

}  // namespace earshot
