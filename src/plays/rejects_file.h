// A file of rejects as `--rejects` keeps it, read line by line, in bounded memory.
//
// A reader owns its file and belongs to one thread at a time; `with` must outlive it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/line_reader.h"
#include "base/status.h"
#include "events/reject/reject_json.h"
#include "events/reject/rejects_end.h"

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

 private:
  RejectsReader(std::unique_ptr<FileReader> file, const std::vector<std::string>& with);

  const std::string path_;
  const std::vector<std::string>& with_;
  LineReader lines_;
  std::string_view text_;
};

struct RejectsSummary {
  bool has_rejects = false;
  std::optional<RejectsEnd> end;  // of all of them, as far as they say so
};

// Looks at each line, but reads no reject. Rejects that belong to different plays are an error.
StatusOr<RejectsSummary> SummarizeRejects(const std::string& path);

// An error where the file at `path` has a line that is not as a run wrote it: somebody's work, which is not to be
// overwritten. No file is no work, and neither is a pipe or a device. Waits for a file that was changed within the last
// second and lacks its last line: an editor may be saving it.
Status CheckNothingRepaired(const std::string& path);

}  // namespace earshot
