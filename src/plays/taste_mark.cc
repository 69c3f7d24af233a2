#include "plays/taste_mark.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/file.h"
#include "base/json_text.h"
#include "base/stop_token.h"
#include "plays/play_reader.h"
#include "plays/taste_files.h"

namespace earshot {
namespace {

constexpr const char* kPlaysId = "plays_id";

StatusOr<bool> HasAny(const std::string& directory) {
  std::error_code error;
  const std::filesystem::file_type type = std::filesystem::status(directory, error).type();
  if (type == std::filesystem::file_type::not_found) return false;
  if (!error && type != std::filesystem::file_type::directory) {
    return InputError("{} is not a directory, so move it away", directory);
  }
  const bool is_empty = !error && std::filesystem::is_empty(directory, error);
  if (error) return ErrnoError(error.value(), "cannot read the directory " + directory);
  return !is_empty;
}

// Of which plays the mark says that the datasets are, as its text.
StatusOr<std::string> ReadMark(const std::string& path) {
  ASSIGN_OR_RETURN(std::string text, ReadSmallFile(path));
  const nlohmann::json mark = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (mark.is_object() && mark.contains(kPlaysId)) return text;
  return InputError("{} names no plays", path);
}

Status CheckDatasets(const std::string& plays, const std::vector<const Dataset*>& datasets) {
  for (const Dataset* dataset : datasets) {
    RETURN_IF_ERROR(PlayReader::Open(TasteFileOf(plays, *dataset), *dataset).status());
  }
  return absl::OkStatus();
}

StatusOr<FoundTaste> Damaged(const Status& status) {
  RETURN_IF_ERROR(CheckStop());
  return FoundTaste{TasteState::kDamaged, std::string(MessageOf(status))};
}

}  // namespace

std::string TasteMarkText(const ContentId& plays) {
  return JsonText(nlohmann::ordered_json{{kPlaysId, plays.ToString()}}) + "\n";
}

StatusOr<FoundTaste> FindTaste(const std::string& plays, const std::vector<const Dataset*>& datasets) {
  const StatusOr<bool> has_any = HasAny(TasteDirectoryOf(plays));
  if (!has_any.ok()) return Damaged(has_any.status());
  if (!*has_any) return FoundTaste{};
  const std::string mark = TasteMarkOf(plays);
  std::error_code error;
  if (!std::filesystem::exists(mark, error)) return FoundTaste{TasteState::kUnfinished, ""};
  const StatusOr<std::string> text = ReadMark(mark);
  if (!text.ok()) return Damaged(text.status());
  ASSIGN_OR_RETURN(const ContentId id, ContentIdOf(plays));
  if (*text != TasteMarkText(id)) return FoundTaste{TasteState::kOfOtherPlays, ""};
  const Status checked = CheckDatasets(plays, datasets);
  return checked.ok() ? FoundTaste{TasteState::kOfThesePlays, ""} : Damaged(checked);
}

}  // namespace earshot
