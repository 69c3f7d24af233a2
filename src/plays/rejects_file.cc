#include "plays/rejects_file.h"

#include <chrono>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"

namespace earshot {
namespace {

// The longest row with six characters for each of its bytes, and once more in base64.
constexpr size_t kRejectBytesMax = size_t{32} << 20;

Status AtLine(const std::string& path, uint64_t line, const Status& status) {
  return WithMessage(status, fmt::format("{}, line {}: {}", path, line, MessageOf(status)));
}

// Whether they say that their rows belong to the same plays.
bool HaveSamePlays(const RejectsEnd& one, const RejectsEnd& other) {
  return one.plays == other.plays && one.stopped == other.stopped;
}

// An error at the first line that a run did not write; otherwise whether the file has the last line of a run's.
StatusOr<bool> HoldsOnlyWhatWasKept(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  LineReader lines(std::move(file), kRejectBytesMax);
  bool complete = false;
  std::string_view text;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines.Next(&text));
    if (!more) return complete;
    if (text.empty() || IsAsWritten(text)) continue;
    if (const auto end = ParseRejectsEnd(text); end.ok() && end->has_value()) {
      complete = true;
      continue;
    }
    if (IsUntouchedReject(text)) continue;  // with other spaces
    return WithCode(InputError("{}, line {}: the row was changed and not re-ingested, and would be overwritten", path,
                               lines.number()),
                    ErrorCode::kRepairedRejects);
  }
}

// An editor that saves in place empties the file first: what was written a moment ago may not be all of it.
bool MayBeBeingSaved(const std::string& path) {
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path, error);
  const auto now = std::filesystem::file_time_type::clock::now();
  return !error && written <= now && now - written < std::chrono::seconds(1);
}

}  // namespace

RejectsReader::RejectsReader(std::unique_ptr<FileReader> file, const std::vector<std::string>& with)
    : path_(file->path()), with_(with), lines_(std::move(file), kRejectBytesMax) {}

StatusOr<std::unique_ptr<RejectsReader>> RejectsReader::Open(const std::string& path,
                                                             const std::vector<std::string>& with) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  return std::unique_ptr<RejectsReader>(new RejectsReader(std::move(file), with));
}

Status RejectsReader::At(const Status& status) const { return AtLine(path_, lines_.number(), status); }

StatusOr<bool> RejectsReader::Next(RejectedRow* row) {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines_.Next(&text_));
    if (!more) return false;
    if (text_.empty()) continue;
    const StatusOr<std::optional<RejectsEnd>> end = ParseRejectsEnd(text_);
    if (!end.ok()) return At(end.status());
    if (end->has_value()) continue;
    StatusOr<RejectedRow> parsed = ParseRejectJson(text_, with_);
    if (!parsed.ok()) return At(parsed.status());
    *row = *std::move(parsed);
    return true;
  }
}

StatusOr<RejectsSummary> SummarizeRejects(const std::string& path) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  LineReader lines(std::move(file), kRejectBytesMax);
  RejectsSummary summary;
  std::string_view text;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines.Next(&text));
    if (!more) return summary;
    if (text.empty()) continue;
    StatusOr<std::optional<RejectsEnd>> end = ParseRejectsEnd(text);
    if (!end.ok()) return AtLine(path, lines.number(), end.status());
    if (!end->has_value()) {
      summary.has_rejects = true;
      continue;
    }
    // The lines of several files may have been put together.
    if (summary.end.has_value() && !HaveSamePlays(*summary.end, **end)) {
      return AtLine(path, lines.number(),
                    InputError("the rows before belong to other plays than these; reingest them one after the other"));
    }
    summary.end = *std::move(end);
  }
}

Status CheckNothingRepaired(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return absl::OkStatus();
  while (true) {
    ASSIGN_OR_RETURN(const bool complete, HoldsOnlyWhatWasKept(path));
    if (complete || !MayBeBeingSaved(path)) return absl::OkStatus();
    RETURN_IF_ERROR(SleepUntil(std::chrono::steady_clock::now() + std::chrono::milliseconds(100)));
  }
}

}  // namespace earshot
