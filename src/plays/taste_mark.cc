#include "plays/taste_mark.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "base/file.h"
#include "base/json_text.h"
#include "plays/taste_files.h"

namespace earshot {
namespace {

StatusOr<bool> IsEmptyOrMissing(const std::string& directory) {
  std::error_code error;
  const bool is_empty = std::filesystem::is_empty(directory, error);
  if (error == std::errc::no_such_file_or_directory) return true;
  if (error) return ErrnoError(error.value(), "cannot read the directory " + directory);
  return is_empty;
}

StatusOr<bool> MarkIsThere(const std::string& path) {
  std::error_code error;
  const bool is_there = std::filesystem::exists(path, error);
  if (error) return ErrnoError(error.value(), "cannot open " + path);
  return is_there;
}

}  // namespace

std::string TasteMarkText(const ContentId& plays) {
  return JsonText(nlohmann::ordered_json{{"plays_id", plays.ToString()}}) + "\n";
}

StatusOr<TasteState> FindTaste(const std::string& plays) {
  ASSIGN_OR_RETURN(const bool is_nothing, IsEmptyOrMissing(TasteDirectoryOf(plays)));
  if (is_nothing) return TasteState::kNone;
  const std::string mark = TasteMarkOf(plays);
  ASSIGN_OR_RETURN(const bool is_finished, MarkIsThere(mark));
  if (!is_finished) return TasteState::kUnfinished;
  ASSIGN_OR_RETURN(const std::string text, ReadSmallFile(mark));
  ASSIGN_OR_RETURN(const ContentId id, ContentIdOf(plays));
  return text == TasteMarkText(id) ? TasteState::kOfThesePlays : TasteState::kOfOtherPlays;
}

}  // namespace earshot
