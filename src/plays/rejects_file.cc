#include "plays/rejects_file.h"

#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"

namespace earshot {
namespace {

// The longest row with six characters for each of its bytes, and once more in base64.
constexpr size_t kLineBytesMax = size_t{32} << 20;

}  // namespace

RejectsReader::RejectsReader(std::unique_ptr<FileReader> file, const std::vector<std::string>& with)
    : path_(file->path()), with_(with), lines_(std::move(file), kLineBytesMax) {}

StatusOr<std::unique_ptr<RejectsReader>> RejectsReader::Open(const std::string& path,
                                                             const std::vector<std::string>& with) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  return std::unique_ptr<RejectsReader>(new RejectsReader(std::move(file), with));
}

Status RejectsReader::At(const Status& status) const {
  return WithMessage(status, fmt::format("{}, line {}: {}", path_, lines_.number(), MessageOf(status)));
}

// The lines of several files may have been put together.
Status RejectsReader::TakePlays(const ContentId& plays) {
  if (plays_.has_value() && *plays_ != plays) {
    return At(InputError("the rows before belong to other plays than these; reingest them one after the other"));
  }
  plays_ = plays;
  return absl::OkStatus();
}

StatusOr<bool> RejectsReader::Next(RejectedRow* row) {
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines_.Next(&text_));
    if (!more) return false;
    if (text_.empty()) continue;
    StatusOr<std::optional<ContentId>> plays = ParsePlaysJson(text_);
    if (!plays.ok()) return At(plays.status());
    if (plays->has_value()) {
      RETURN_IF_ERROR(TakePlays(**plays));
      continue;
    }
    StatusOr<RejectedRow> parsed = ParseRejectJson(text_, with_);
    if (!parsed.ok()) return At(parsed.status());
    *row = *std::move(parsed);
    return true;
  }
}

StatusOr<std::optional<ContentId>> PlaysOfRejects(const std::string& path, const std::vector<std::string>& with) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RejectsReader> reader, RejectsReader::Open(path, with));
  RejectedRow row;
  bool any = false;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader->Next(&row));
    if (!more) break;
    any = true;
  }
  // A file with neither is not one of rejects without a row, but one that something has emptied.
  if (reader->plays().has_value()) return any ? reader->plays() : std::nullopt;
  return WithCode(InputError("{} lacks the line {{\"plays\": ...}}, which says which plays its rows belong to", path),
                  ErrorCode::kPlaysLineMissing);
}

}  // namespace earshot
