// Rejects as lines of JSON: what `--rejects` keeps, and `earshot reingest` reads again once they are repaired.
//
// Pure functions; safe on any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/content_id.h"
#include "base/status.h"
#include "events/event_file.h"
#include "events/reject/reject.h"

namespace earshot {

// Appends the reject, of a row of `file`, as one line. If `raw` is not UTF-8, each invalid byte is shown as U+FFFD, and
// `raw_base64` has the bytes. `checksum` is of the rest of the line.
void AppendRejectJson(const Reject& reject, const EventFile& file, std::string* out);

// The last line of a run's rejects: which plays the run has written, so that no row is added to others.
std::string PlaysJson(const ContentId& plays);

// Reads what PlaysJson wrote; nothing if `line` is another one, an error if it is damaged.
StatusOr<std::optional<ContentId>> ParsePlaysJson(std::string_view line);

// The last line of the rejects of a run that was stopped: `why`, and that the others cannot be re-ingested.
std::string StoppedJson(const std::string& why);

// A row that was rejected, and may have been repaired.
struct RejectedRow {
  std::shared_ptr<const EventFile> file;  // with the dialect and the columns that the row is written in
  uint64_t line = 0;
  uint64_t byte_offset = 0;
  std::string raw;
  std::string column;
  std::string reason;
  bool is_untouched = false;  // the line is as AppendRejectJson wrote it
  bool in_doubt = false;      // it was rejected for quotes in its plain fields, and is until they are repaired
};

// Reads one line. A row whose file lacks one of the columns `with`, names as EventColumns::with has them, is an error
// too, and so is StoppedJson. The error says what is wrong with the line, not where it is.
StatusOr<RejectedRow> ParseRejectJson(std::string_view line, const std::vector<std::string>& with);

}  // namespace earshot
