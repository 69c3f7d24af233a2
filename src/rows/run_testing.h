// For tests of sorted runs: rows that own their bytes, runs of them, and the files that runs are in.
// For one thread.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "base/temporary_directory.h"
#include "rows/run_file.h"

namespace earshot {

struct OwnedRow {
  std::string sort_key;
  std::string row;
  uint64_t line = 0;
  bool operator==(const OwnedRow&) const = default;
};

inline std::vector<OwnedRow> ReadAll(SortedCursor& cursor) {
  std::vector<OwnedRow> rows;
  SortedRow row;
  while (cursor.Next(&row).value()) rows.push_back({std::string(row.sort_key), std::string(row.row), row.origin.line});
  return rows;
}

inline void SortAsRuns(std::vector<OwnedRow>* rows) {
  std::sort(rows->begin(), rows->end(), [](const OwnedRow& a, const OwnedRow& b) {
    return std::tie(a.sort_key, a.line) < std::tie(b.sort_key, b.line);
  });
}

// A run of `rows`, which must be in order, in `file` or one of its own.
inline std::unique_ptr<RunFile> RunOf(const std::vector<OwnedRow>& rows,
                                      std::shared_ptr<SpillFile> file = SpillFile::Create().value()) {
  RunWriter writer(std::move(file));
  for (const OwnedRow& row : rows) {
    const Status added = writer.Add({row.sort_key, row.row, {0, row.line}});
    if (!added.ok()) std::abort();
  }
  return writer.Finish().value();
}

// While there is one, temporary files go to a directory of its own.
class TemporaryFilesApart {
 public:
  TemporaryFilesApart() {
    const char* before = std::getenv("TMPDIR");
    if (before != nullptr) before_ = before;
    setenv("TMPDIR", directory_.path().c_str(), 1);
  }
  ~TemporaryFilesApart() { before_.empty() ? unsetenv("TMPDIR") : setenv("TMPDIR", before_.c_str(), 1); }
  TemporaryFilesApart(const TemporaryFilesApart&) = delete;
  TemporaryFilesApart& operator=(const TemporaryFilesApart&) = delete;

  // The descriptors of all that are open.
  std::vector<int> Descriptors() const {
    std::vector<int> descriptors;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
      if (target.starts_with(directory_.path())) descriptors.push_back(std::stoi(entry.path().filename().string()));
    }
    return descriptors;
  }

 private:
  const TemporaryDirectory directory_;
  std::string before_;
};

}  // namespace earshot
