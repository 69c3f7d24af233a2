#include "events/source/files.h"

#include <absl/strings/ascii.h>
#include <absl/strings/match.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <tuple>

#include "base/file.h"
#include "events/source/globs.h"
#include "events/source/own_files.h"

namespace earshot {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kDirectory = "a directory; DIRECTORY/** reads what is below";

bool IsCompressed(const fs::path& path) {
  const std::string extension = path.extension().string();
  return absl::EqualsIgnoreCase(extension, ".gz") || absl::EqualsIgnoreCase(extension, ".zst");
}

bool IsEventFileName(const fs::path& path) {
  const fs::path name = absl::AsciiStrToLower(path.filename().string());
  const fs::path extension = (IsCompressed(name) ? name.stem() : name).extension();
  return extension == ".csv" || extension == ".json" || extension == ".ndjson";
}

// By name first: the days of several directories interleave as they happened.
bool ByName(const std::string& a, const std::string& b) {
  const std::string name_a = fs::path(a).filename().string();
  const std::string name_b = fs::path(b).filename().string();
  return name_a != name_b ? name_a < name_b : a < b;
}

class Finder {
 public:
  explicit Finder(const std::vector<std::string>& outputs) : outputs_(outputs) {}

  Status AddInput(const std::string& input);
  StatusOr<FoundFiles> Finish();

 private:
  Status AddDirectory(const std::string& directory, bool with_those_below);
  Status AddGlob(const std::string& pattern);
  Status AddFilesBelow(const DoubleStarGlob& glob, const std::string& pattern);
  void AddFound(const std::string& path);
  Status NoEventFiles(const std::string& directory, size_t left_out_before) const;
  bool IsEmptyOutput(const std::string& path) const;
  void KeepOnce();
  Status CheckCompressedTwins() const;
  Status CheckConsolidated() const;

  const std::vector<std::string>& outputs_;
  std::set<std::string> named_;  // inputs that are files
  FoundFiles found_;
};

Status Finder::AddInput(const std::string& input) {
  std::error_code error;
  const fs::file_status status = fs::status(input, error);
  if (input != "-" && fs::is_directory(status)) return AddDirectory(input, /*with_those_below=*/false);
  if (input == "-" || fs::exists(status)) {
    named_.insert(input);
    found_.events.push_back(input);
    return absl::OkStatus();
  }
  if (input.find_first_of("*?[") != std::string::npos) return AddGlob(input);
  return InputError("there is no file or directory {}", input);
}

Status Finder::AddDirectory(const std::string& directory, bool with_those_below) {
  std::error_code error;
  fs::directory_iterator entries(directory, error);
  if (error) return InputError("cannot read the directory {}: {}", directory, error.message());
  const size_t events_before = found_.events.size();
  const size_t left_out_before = found_.left_out.size();
  for (const fs::directory_entry& entry : entries) {
    const std::string path = entry.path().string();
    if (entry.path().filename().string().front() == '.') continue;
    if (entry.is_directory(error)) {
      if (!with_those_below) found_.left_out.push_back({path, std::string(kDirectory)});
      // The link may form a cycle.
      if (with_those_below && entry.is_symlink(error)) found_.left_out.push_back({path, "a link to a directory"});
    } else if (!entry.is_regular_file(error)) {
      // Reading a pipe would block, and a device never ends.
      found_.left_out.push_back({path, "neither a file nor a directory"});
    } else if (!IsEventFileName(entry.path())) {
      found_.left_out.push_back({path, "its name is not that of an event file"});
    } else {
      AddFound(path);
    }
  }
  if (found_.events.size() > events_before || with_those_below) return absl::OkStatus();
  return NoEventFiles(directory, left_out_before);
}

Status Finder::NoEventFiles(const std::string& directory, size_t left_out_before) const {
  std::string but;
  for (size_t i = left_out_before; i < found_.left_out.size(); ++i) {
    const LeftOutFile& file = found_.left_out[i];
    if (file.why == kDirectory) {
      but =
          fmt::format("; it holds directories (first {}): '{}/**' reads the files in them, too", file.path, directory);
      break;
    }
    if (file.why == kConsolidatedFile) but = fmt::format("; {} is a consolidated file, which can be named", file.path);
  }
  return InputError(
      "the directory {} holds no event files; their names end in .csv, .json or .ndjson, with .gz or .zst after it "
      "where they are compressed{}",
      directory, but);
}

// Adds a file that was not named itself.
void Finder::AddFound(const std::string& path) {
  std::error_code error;
  std::string why;
  if (fs::is_regular_file(path, error)) why = IsEmptyOutput(path) ? "an output of this run" : OwnFileKind(path);
  if (why.empty()) {
    found_.events.push_back(path);
  } else {
    found_.left_out.push_back({path, why});
  }
}

// Such as a --rejects file of a run without rejects.
bool Finder::IsEmptyOutput(const std::string& path) const {
  std::error_code error;
  return std::any_of(outputs_.begin(), outputs_.end(), [&](const std::string& output) {
    return !output.empty() && fs::equivalent(path, output, error) && fs::file_size(path, error) == 0;
  });
}

Status Finder::AddGlob(const std::string& pattern) {
  if (const std::optional<DoubleStarGlob> glob = SplitDoubleStar(pattern)) return AddFilesBelow(*glob, pattern);
  ASSIGN_OR_RETURN(const std::vector<std::string> paths, Glob(pattern));
  if (paths.empty()) return InputError("no file matches {}", pattern);
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      RETURN_IF_ERROR(AddDirectory(path, /*with_those_below=*/false));
    } else {
      AddFound(path);
    }
  }
  return absl::OkStatus();
}

Status Finder::AddFilesBelow(const DoubleStarGlob& glob, const std::string& pattern) {
  if (SplitDoubleStar(glob.rest).has_value()) return InputError("{}: a glob can have ** only once", pattern);
  const size_t events_before = found_.events.size();
  ASSIGN_OR_RETURN(const std::vector<std::string> directories, DirectoriesBelow(glob.base));
  for (const std::string& directory : directories) {
    if (glob.rest.empty()) {
      RETURN_IF_ERROR(AddDirectory(directory, /*with_those_below=*/true));
      continue;
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> paths, Glob(Escaped(directory) + "/" + glob.rest));
    for (const std::string& path : paths) {
      std::error_code error;
      if (!fs::is_directory(path, error)) AddFound(path);
    }
  }
  if (found_.events.size() > events_before) return absl::OkStatus();
  return InputError("no event file matches {}", pattern);
}

// A file that two inputs name, or that has two names, is read once, or its events would count twice.
void Finder::KeepOnce() {
  std::sort(found_.events.begin(), found_.events.end(), ByName);
  std::sort(found_.left_out.begin(), found_.left_out.end(),
            [](const LeftOutFile& a, const LeftOutFile& b) { return ByName(a.path, b.path); });
  std::set<std::string> paths;
  const auto is_repeated = [&](const std::string& path) {
    std::error_code error;
    const fs::path canonical = fs::canonical(path, error);
    return !paths.insert(error ? path : canonical.string()).second;
  };
  std::erase_if(found_.events, is_repeated);
  std::erase_if(found_.left_out, [&](const LeftOutFile& file) { return is_repeated(file.path); });

  // Some file systems give several files one inode: they differ in the rest of the stamp.
  std::map<std::tuple<uint64_t, uint64_t, uint64_t, int64_t>, std::string> names;
  std::erase_if(found_.events, [&](const std::string& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return false;
    const StatusOr<FileStamp> stamp = StampOf(path);
    if (!stamp.ok()) return false;
    const auto [name, is_new] = names.insert({{stamp->device, stamp->inode, stamp->size, stamp->changed_ns}, path});
    if (!is_new) found_.left_out.push_back({path, "another name of the file " + name->second});
    return !is_new;
  });
}

Status Finder::CheckCompressedTwins() const {
  std::map<std::string, std::string> names;  // without the ending of compressed files
  for (const std::string& path : found_.events) {
    const std::string name = IsCompressed(path) ? fs::path(path).replace_extension().string() : path;
    const auto [other, is_new] = names.insert({name, path});
    if (is_new) continue;
    return InputError(
        "{} and {} are one file, compressed and not, and its events would count twice; move one of them away, or "
        "name only the other",
        other->second, path);
  }
  return absl::OkStatus();
}

// Alone they may be merged; among event files their plays are probably those of the same events.
Status Finder::CheckConsolidated() const {
  std::vector<std::string> consolidated;
  for (const std::string& path : found_.events) {
    std::error_code error;
    if (!named_.contains(path) || !fs::is_regular_file(path, error)) continue;
    if (OwnFileKind(path) == kConsolidatedFile) consolidated.push_back(path);
  }
  if (consolidated.empty() || consolidated.size() == found_.events.size()) return absl::OkStatus();
  return InputError(
      "{} is a consolidated file, and its plays may be those of the other event files, which would count twice; leave "
      "it out, as a directory or a glob in quotes does",
      consolidated.front());
}

StatusOr<FoundFiles> Finder::Finish() {
  KeepOnce();
  RETURN_IF_ERROR(CheckCompressedTwins());
  RETURN_IF_ERROR(CheckConsolidated());
  return std::move(found_);
}

}  // namespace

StatusOr<FoundFiles> FindEventFiles(const std::vector<std::string>& inputs, const std::vector<std::string>& outputs) {
  Finder finder(outputs);
  for (const std::string& input : inputs) RETURN_IF_ERROR(finder.AddInput(input));
  return finder.Finish();
}

}  // namespace earshot
