#include "taste/user_id_lines.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>

#include <algorithm>
#include <memory>
#include <set>

#include "base/file.h"
#include "base/line_reader.h"
#include "base/printable.h"
#include "base/stop_token.h"
#include "base/utf8.h"

namespace earshot {
namespace {

// Room for a group of some thousands.
constexpr size_t kUserIdsBytesMax = size_t{1} << 16;
constexpr size_t kWordBytesShownMax = 40;

std::vector<std::string> WordsOf(std::string_view line) {
  line = line.substr(0, line.find('#'));
  return absl::StrSplit(absl::string_view(line.data(), line.size()), absl::ByAnyChar(" \t\r,"), absl::SkipEmpty());
}

bool IsHeader(std::string_view line) {
  const std::vector<std::string> words = WordsOf(line);
  return std::all_of(words.begin(), words.end(),
                     [](const std::string& word) { return word == "user_id" || word == "userId"; });
}

}  // namespace

StatusOr<int64_t> ParseUserId(const std::string& word) {
  int64_t user_id = 0;
  if (!absl::SimpleAtoi(word, &user_id)) {
    return InputError("\"{}\" is not a user_id, which is a whole number", Printable(word, kWordBytesShownMax));
  }
  if (user_id < 0) return InputError("{} is below zero, as that of no listener is", user_id);
  return user_id;
}

StatusOr<std::vector<int64_t>> ParseUserIds(std::string_view line) {
  std::set<int64_t> user_ids;
  for (const std::string& word : WordsOf(line)) {
    const StatusOr<int64_t> user_id = ParseUserId(word);
    if (!user_id.ok()) return InputError("{}; begin a comment with #", MessageOf(user_id.status()));
    user_ids.insert(*user_id);
  }
  return std::vector<int64_t>(user_ids.begin(), user_ids.end());
}

Status ForEachUserIdLine(const std::string& path, const TakeUserIds& take) {
  ASSIGN_OR_RETURN(std::unique_ptr<FileReader> file, FileReader::Open(path));
  LineReader lines(std::move(file), kUserIdsBytesMax);
  std::string_view line;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, lines.Next(&line));
    if (!more) return absl::OkStatus();
    if (lines.number() == 1 && line.starts_with(kByteOrderMark)) line.remove_prefix(kByteOrderMark.size());
    if (lines.number() == 1 && IsHeader(line)) continue;
    StatusOr<std::vector<int64_t>> user_ids = ParseUserIds(line);
    Status status = user_ids.status();
    if (user_ids.ok() && !user_ids->empty()) status = take(*user_ids);
    if (!status.ok()) return InputError("{}, line {}: {}", path, lines.number(), MessageOf(status));
  }
}

}  // namespace earshot
