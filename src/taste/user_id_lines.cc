#include "taste/user_id_lines.h"

#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>

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

}  // namespace

StatusOr<std::vector<int64_t>> ParseUserIds(std::string_view line) {
  std::set<int64_t> user_ids;
  line = line.substr(0, line.find('#'));
  const std::vector<std::string> words =
      absl::StrSplit(absl::string_view(line.data(), line.size()), absl::ByAnyChar(" \t\r,"), absl::SkipEmpty());
  for (const std::string& word : words) {
    int64_t user_id = 0;
    if (!absl::SimpleAtoi(word, &user_id)) {
      return InputError("\"{}\" is not a user_id, which is a whole number; begin a comment with #",
                        Printable(word, kWordBytesShownMax));
    }
    user_ids.insert(user_id);
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
    StatusOr<std::vector<int64_t>> user_ids = ParseUserIds(line);
    Status status = user_ids.status();
    if (user_ids.ok() && !user_ids->empty()) status = take(*user_ids);
    if (!status.ok()) return InputError("{}, line {}: {}", path, lines.number(), MessageOf(status));
  }
}

}  // namespace earshot
