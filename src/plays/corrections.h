// The corrections that `reingest` keeps: repaired rows, which later runs take in the place of the rows that they are
// of.
//
// A correction is of a row with a certain text in a certain file; where several rows of a file have the same text, the
// first ones are corrected. Only the places of corrections are in memory, some 60 bytes each; their text is read when
// it is needed.
//
// An object owns its file, and belongs to one thread at a time. It is the file as it was when it was opened, whoever
// replaces it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/content_id.h"
#include "base/file.h"
#include "base/status.h"
#include "events/event_file.h"
#include "events/reject/correction.h"

namespace earshot {

// A correction that a run had no use for.
struct UnusedCorrection {
  uint64_t number = 0;  // of its line in the file of corrections
  std::string file;     // of the row
  uint64_t line = 0;
};

// What became of them in a run.
struct CorrectionsReport {
  std::optional<ContentId> id;                 // of the file's lines; none where there is no file
  uint64_t rows = 0;                           // of event files, that were corrected
  uint64_t unused = 0;                         // of files that were read, but have no such rejected row any more
  std::vector<UnusedCorrection> first_unused;  // a few, to show
  uint64_t of_other_files = 0;                 // of files that were not read
  std::string first_other_file;
};

class Corrections {
 public:
  // For a run that reads `files`. Where there is no file at `path` there are no corrections.
  static StatusOr<std::unique_ptr<Corrections>> Open(const std::string& path, const std::vector<std::string>& files);

  bool empty() const { return entries_.empty(); }

  // Takes the next correction of a rejected row of `file` with this text; nothing where there is none.
  StatusOr<std::optional<Correction>> Take(const EventFile& file, const std::string& raw);
  // `status` with the place of the correction that was taken last in front.
  Status At(const Status& status) const;

  // Once all files are read. `rows` is the caller's to count.
  StatusOr<CorrectionsReport> Report() const;

 private:
  using Key = std::pair<uint64_t, uint64_t>;  // hash of the file's path and the row's digest

  struct Entry {
    Key key;
    uint64_t line = 0;    // of the row in its file
    uint64_t number = 0;  // of the line in this file
    uint64_t offset = 0;  // and where it begins
    uint64_t bytes = 0;
    uint64_t hash = 0;  // of its text
    uint64_t used = 0;  // in the first entry of a key: how many of that key are
  };

  explicit Corrections(std::string path) : path_(std::move(path)) {}

  Status Read(const std::vector<std::string>& files);
  StatusOr<std::string> TextOf(const Entry& entry) const;
  StatusOr<UnusedCorrection> Describe(const Entry& entry) const;

  const std::string path_;
  std::unique_ptr<FileReader> file_;
  std::vector<Entry> entries_;  // by key, then in the order in which they are taken
  uint64_t number_ = 0;         // of the line that was taken last
  CorrectionsReport report_;
};

}  // namespace earshot
