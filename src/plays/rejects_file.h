// A file of rejects as `--rejects` keeps it, read line by line, in bounded memory.
//
// A reader owns its file and belongs to one thread at a time; `with` must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/content_id.h"
#include "base/line_reader.h"
#include "base/status.h"
#include "events/reject/reject_json.h"

namespace earshot {

class RejectsReader {
 public:
  // Columns `with` are those that ParseRejectJson asks for.
  static StatusOr<std::unique_ptr<RejectsReader>> Open(const std::string& path, const std::vector<std::string>& with);

  // Moves on to the next reject; false at the end of the file. A line that is none is an error.
  StatusOr<bool> Next(RejectedRow* row);

  // The line of the reject that was read last, as it is in the file, without its line end.
  std::string_view text() const { return text_; }
  // `status` with the place of that line in front.
  Status At(const Status& status) const;
  // Which plays the rejects that were read so far belong to, as far as they say so.
  const std::optional<ContentId>& plays() const { return plays_; }

 private:
  RejectsReader(std::unique_ptr<FileReader> file, const std::vector<std::string>& with);

  Status TakePlays(const ContentId& plays);

  const std::string path_;
  const std::vector<std::string>& with_;
  LineReader lines_;
  std::string_view text_;
  std::optional<ContentId> plays_;
};

// Reads all of the file: the plays that its rejects belong to, or nothing where it has no reject.
StatusOr<std::optional<ContentId>> PlaysOfRejects(const std::string& path, const std::vector<std::string>& with);

}  // namespace earshot
