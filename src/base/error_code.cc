#include "base/error_code.h"

#include <absl/strings/cord.h>

#include <algorithm>
#include <array>

#include "base/check.h"

namespace earshot {
namespace {

constexpr std::string_view kPayloadUrl = "earshot/error_code";

// In the order of ErrorCode.
constexpr std::array<std::string_view, kErrorCodeCount> kSlugs = {
    "unknown_question",    "invalid_arguments",  "invalid_page_token",    "invalid_dialect",     "invalid_encoding",
    "invalid_column",      "invalid_rename",     "invalid_rejects_max",   "columns_missing",     "broken_files",
    "rejects_over_limit",  "artists_over_limit", "other_plays",           "plays_line_missing",  "invalid_reject",
    "not_consolidated",    "plays_changed",      "temporary_space",       "table_missing",       "not_a_database",
    "other_text_encoding", "differences",        "invalid_removals_max",  "removals_over_limit", "load_unfinished",
    "being_loaded",        "repaired_rejects",   "invalid_correction",    "listener_found",      "invalid_sample",
    "plays_lack_column",   "mark_damaged",       "too_many_removed_rows", "question_changed",    "question_outdated",
    "damaged_value",       "sum_out_of_range",   "computed_damaged",
};

}  // namespace

std::string_view SlugOf(ErrorCode code) { return kSlugs[static_cast<size_t>(code)]; }

Status WithCode(Status status, ErrorCode code) {
  EARSHOT_CHECK(!status.ok());
  const std::string_view slug = SlugOf(code);
  status.SetPayload({kPayloadUrl.data(), kPayloadUrl.size()}, absl::Cord({slug.data(), slug.size()}));
  return status;
}

std::optional<ErrorCode> CodeOf(const Status& status) {
  const auto payload = status.GetPayload({kPayloadUrl.data(), kPayloadUrl.size()});
  if (!payload.has_value()) return std::nullopt;
  const auto slug = std::find(kSlugs.begin(), kSlugs.end(), std::string(*payload));
  if (slug == kSlugs.end()) return std::nullopt;
  return static_cast<ErrorCode>(slug - kSlugs.begin());
}

Status WithMessage(const Status& status, std::string_view message) {
  const Status reworded(status.code(), {message.data(), message.size()});
  const std::optional<ErrorCode> code = CodeOf(status);
  return code.has_value() && !status.ok() ? WithCode(reworded, *code) : reworded;
}

}  // namespace earshot
