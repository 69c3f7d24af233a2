#include "events/files.h"

#include <absl/strings/ascii.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace earshot {
namespace {

namespace fs = std::filesystem;

bool IsEventFileName(const fs::path& path) {
  const fs::path name = absl::AsciiStrToLower(path.filename().string());
  const bool packed = name.extension() == ".gz" || name.extension() == ".zst";
  const fs::path extension = (packed ? name.stem() : name).extension();
  return extension == ".csv" || extension == ".json" || extension == ".ndjson";
}

Status AddFolder(const std::string& folder, FoundFiles* files) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  if (error) return InputError("cannot read the folder {}: {}", folder, error.message());
  const size_t files_before = files->events.size();
  for (const fs::directory_entry& entry : entries) {
    if (entry.path().filename().string().front() == '.') continue;
    // A pipe would be waited for, a device never ends, and what a directory holds was not asked for.
    const bool is_file = entry.is_regular_file(error);
    (is_file && IsEventFileName(entry.path()) ? files->events : files->left_out).push_back(entry.path().string());
  }
  if (files->events.size() == files_before) {
    return InputError(
        "the folder {} holds no event files; their names end in .csv, .json or .ndjson, with .gz or .zst behind it "
        "where they are packed",
        folder);
  }
  return absl::OkStatus();
}

Status AddGlob(const std::string& pattern, FoundFiles* files) {
  glob_t found = {};
  const int result = glob(pattern.c_str(), 0, nullptr, &found);
  Status status = absl::OkStatus();
  if (result == GLOB_NOMATCH) {
    status = InputError("no file matches {}", pattern);
  } else if (result != 0) {
    status = InputError("cannot read the folders that {} goes through", pattern);
  }
  for (size_t i = 0; status.ok() && i < found.gl_pathc; ++i) {
    std::error_code error;
    const std::string path = found.gl_pathv[i];
    if (fs::is_directory(path, error)) {
      status = AddFolder(path, files);
    } else {
      files->events.push_back(path);
    }
  }
  globfree(&found);
  return status;
}

Status AddInput(const std::string& input, FoundFiles* files) {
  if (input == "-") {
    files->events.push_back(input);
    return absl::OkStatus();
  }
  std::error_code error;
  const fs::file_status status = fs::status(input, error);
  if (fs::is_directory(status)) return AddFolder(input, files);
  if (fs::exists(status)) {
    files->events.push_back(input);
    return absl::OkStatus();
  }
  if (input.find_first_of("*?[") != std::string::npos) return AddGlob(input, files);
  return InputError("there is no file or folder {}", input);
}

// By name first: the days of several folders interleave as they happened.
bool ByName(const std::string& a, const std::string& b) {
  const std::string name_a = fs::path(a).filename().string();
  const std::string name_b = fs::path(b).filename().string();
  return name_a != name_b ? name_a < name_b : a < b;
}

// Puts the files in order, and drops those that `seen`, the files by another way, has already.
void SortOnce(std::vector<std::string>* files, std::set<std::string>* seen) {
  std::sort(files->begin(), files->end(), ByName);
  std::error_code error;
  const auto is_repeated = [&](const std::string& file) {
    const fs::path canonical = fs::canonical(file, error);
    return !seen->insert(error ? file : canonical.string()).second;
  };
  files->erase(std::remove_if(files->begin(), files->end(), is_repeated), files->end());
}

}  // namespace

StatusOr<FoundFiles> FindEventFiles(const std::vector<std::string>& inputs) {
  FoundFiles files;
  for (const std::string& input : inputs) RETURN_IF_ERROR(AddInput(input, &files));
  // A file that two inputs name is read once, or its events would count twice.
  std::set<std::string> seen;
  SortOnce(&files.events, &seen);
  SortOnce(&files.left_out, &seen);
  return files;
}

}  // namespace earshot
