#include "plays/replaceable.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "base/csv.h"
#include "base/links.h"
#include "plays/play.h"

namespace earshot {
namespace {

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

}  // namespace

std::string ConsolidatedStart() {
  std::vector<std::string_view> names;
  for (const PlayColumn& column : kPlayColumns) names.push_back(column.csv_name);
  std::string line;
  AppendQuotedCsvLine(names, &line);
  return line.substr(0, line.find_last_of('"') + 1);  // further columns may follow
}

Status CheckReplaceable(const std::string& output, std::string_view start) {
  if (IsKeptBesidePlays(FileBehindLinks(output))) {
    return UsageError("{} has the name of a file that is kept beside the plays; write to another file", output);
  }
  if (!IsReplaced(output)) return absl::OkStatus();
  std::string found(start.size(), '\0');
  std::ifstream file(output, std::ios::binary);
  file.read(found.data(), static_cast<std::streamsize>(found.size()));
  if (file.gcount() == 0 || found == start) return absl::OkStatus();
  return UsageError("{} is a file of another kind, and would be destroyed; write to another file, or remove it first",
                    output);
}

}  // namespace earshot
