// The file of corrections, beside the plays that they are for: read line by line, and added to.
//
// Objects own no file but the reader its own; each belongs to one thread at a time.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/content_id.h"
#include "base/line_reader.h"
#include "base/output_file.h"
#include "base/status.h"
#include "events/reject/correction.h"

namespace earshot {

// Where the corrections of a consolidated file are, unless they are elsewhere.
std::string CorrectionsOf(const std::string& plays_path);

class CorrectionsReader {
 public:
  static StatusOr<std::unique_ptr<CorrectionsReader>> Open(const std::string& path);

  // Moves on to the next correction; false at the end of the file. A line that is none is an error that names it.
  StatusOr<bool> Next(CorrectionPlace* place);

  // Of the correction that was read last: its line without the line end, the line's number, and where it begins.
  std::string_view text() const { return text_; }
  uint64_t number() const { return lines_.number(); }
  uint64_t offset() const { return offset_; }
  // Of all lines so far, each with a line end.
  ContentId id() const { return hash_.id(); }

 private:
  explicit CorrectionsReader(std::unique_ptr<FileReader> file);

  const std::string path_;
  LineReader lines_;
  std::string_view text_;
  uint64_t offset_ = 0;
  uint64_t next_offset_ = 0;
  ContentHash hash_;
};

// Copies the corrections of one file into the one that replaces it, and adds others.
class CorrectionsWriter {
 public:
  explicit CorrectionsWriter(OutputFile* to) : to_(to) {}

  // Copies the file at `path`, if there is one. Those after the first ones, which are `known`, may have been added by a
  // call that did not end: they are remembered. Where the file does not begin with those, all are.
  Status Copy(const std::string& path, const std::optional<ContentId>& known);

  // Adds a line, unless it is one of those that were added before.
  Status Add(std::string_view line);

  // How many lines were added.
  uint64_t added() const { return added_; }
  // Of all that was written.
  ContentId id() const { return hash_.id(); }

 private:
  Status Write(std::string_view line);

  OutputFile* const to_;
  ContentHash hash_;
  uint64_t added_ = 0;
  // How often each line was added before, by its hash.
  absl::flat_hash_map<std::pair<uint64_t, uint64_t>, uint64_t> added_before_;
};

}  // namespace earshot
