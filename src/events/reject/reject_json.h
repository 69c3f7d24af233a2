// Rejects as lines of JSON: what `--rejects` keeps, and `earshot reingest` reads again once they are repaired.
//
// Pure functions; safe on any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "events/event_file.h"
#include "events/reject/reject.h"

namespace earshot {

// Appends the reject, of a row of `file`, as one line. If `raw` is not UTF-8, each invalid byte is shown as U+FFFD, and
// `raw_base64` has the bytes. `original_xxh3` is of `raw`, and `checksum` of the rest of the line.
void AppendRejectJson(const Reject& reject, const EventFile& file, std::string* out);

// Sets `raw` and, where it is needed, `raw_base64`.
void SetRaw(const std::string& raw, nlohmann::ordered_json* json);

// Whether the line is one that AppendRejectJson wrote: byte for byte, or but for spaces, which is slower to find out.
bool IsAsWritten(std::string_view line);
bool IsUntouchedReject(std::string_view line);

// A row that was rejected, and may have been repaired.
struct RejectedRow {
  std::shared_ptr<const EventFile> file;  // with the dialect and the columns that the row is written in
  uint64_t line = 0;
  uint64_t byte_offset = 0;
  std::string raw;
  std::string original_xxh3;  // of the row as its file has it
  std::string column;
  std::string reason;
  bool is_untouched = false;  // the line is as AppendRejectJson wrote it, but for spaces
  bool in_doubt = false;      // it was rejected for quotes in its plain fields, and is until they are repaired
};

// Reads one line. A row whose file lacks one of the columns `with`, names as EventColumns::with has them, is an error,
// too. The error says what is wrong with the line, not where it is.
StatusOr<RejectedRow> ParseRejectJson(std::string_view line, const std::vector<std::string>& with);
StatusOr<RejectedRow> RejectedRowOf(const nlohmann::ordered_json& json, const std::vector<std::string>& with);

}  // namespace earshot
