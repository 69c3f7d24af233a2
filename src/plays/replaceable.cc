#include "plays/replaceable.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "base/csv.h"
#include "base/links.h"
#include "events/event.h"
#include "plays/play.h"

namespace earshot {
namespace {

constexpr size_t kBeginningBytes = size_t{4} << 10;

bool IsKeptBesidePlays(const std::string& path) {
  for (const std::string_view ending : {".corrections", ".forgotten", ".loaded"}) {
    if (path.ends_with(ending)) return true;
  }
  return false;
}

// Standard output may be a file that is appended to, and not replaced.
bool IsReplaced(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && !path.starts_with("/dev/");
}

// Further columns may follow.
std::string StartOfHeader(const std::vector<std::string_view>& names) {
  std::string line;
  AppendQuotedCsvLine(names, &line);
  return line.substr(0, line.find_last_of('"') + 1);
}

}  // namespace

IsOwnKind StartsWith(std::string start) {
  return [start = std::move(start)](std::string_view beginning) { return beginning.starts_with(start); };
}

std::string ConsolidatedStart() {
  std::vector<std::string_view> names;
  for (const PlayColumn& column : kPlayColumns) names.push_back(column.csv_name);
  return StartOfHeader(names);
}

std::string EventsFileStart() { return StartOfHeader({kEventColumns.begin(), kEventColumns.end()}); }

Status CheckNotKeptBesidePlays(const std::string& output) {
  if (!IsKeptBesidePlays(FileBehindLinks(output))) return absl::OkStatus();
  return UsageError("{} has the name of a file that is kept beside the plays; write to another file", output);
}

Status CheckReplaceable(const std::string& output, const IsOwnKind& is_own_kind) {
  RETURN_IF_ERROR(CheckNotKeptBesidePlays(output));
  if (!IsReplaced(output)) return absl::OkStatus();
  std::string beginning(kBeginningBytes, '\0');
  std::ifstream file(output, std::ios::binary);
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<size_t>(file.gcount()));
  if (beginning.empty() || is_own_kind(beginning)) return absl::OkStatus();
  return UsageError("{} is a file of another kind, and would be destroyed; write to another file, or remove it first",
                    output);
}

}  // namespace earshot
