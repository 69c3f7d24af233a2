#include "cli/taste_step.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>
#include <tuple>

#include "base/file.h"
#include "base/log.h"
#include "base/output_file.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"
#include "taste/user_id_lines.h"

namespace earshot {
namespace {

// What was agreed to, kept beside the datasets that were computed with it.
struct KeptFiles {
  explicit KeptFiles(const std::string& plays)
      : opt_in(TasteDirectoryOf(plays) + "/opt_in.txt"), groups(TasteDirectoryOf(plays) + "/groups.txt") {}

  std::string opt_in;
  std::string groups;
};

Status MakeDirectory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directory(directory, error);
  if (!error && !std::filesystem::is_directory(directory)) error = std::make_error_code(std::errc::not_a_directory);
  if (error) return ErrnoError(error.value(), "cannot make the directory " + directory);
  return absl::OkStatus();
}

// Nothing where no file is named.
StatusOr<std::string> ReadNamed(const std::string& path) {
  if (path.empty()) return std::string();
  return ReadSmallFile(path);
}

Status WriteWhole(const std::string& path, const std::string& text) {
  ASSIGN_OR_RETURN(const std::unique_ptr<OutputFile> file, OutputFile::Create(path));
  RETURN_IF_ERROR(file->Write(text));
  return file->Commit();
}

// The lines of a file of user_ids, without one of them; of a group that is left with one member, none.
StatusOr<std::string> LinesWithout(int64_t user_id, const std::string& path, size_t members_min) {
  std::string text;
  RETURN_IF_ERROR(ForEachUserIdLine(path, [&](std::vector<int64_t> user_ids) -> Status {
    std::erase(user_ids, user_id);
    if (user_ids.size() >= members_min) text += fmt::format("{}\n", fmt::join(user_ids, " "));
    return absl::OkStatus();
  }));
  return text;
}

}  // namespace

void AddTasteArguments(CLI::App& command, TasteArguments& arguments) {
  command
      .add_option("--opt-in", arguments.opt_in,
                  "A file of the user_ids of those who have agreed to be named to others, one a line; nobody else is")
      ->type_name("FILE");
  command
      .add_option("--groups", arguments.groups,
                  "A file of groups who share a playlist, the user_ids of one on each line")
      ->type_name("FILE");
}

StatusOr<TasteReport> ComputeTaste(const PlaysFile& plays, const TasteArguments& arguments, const Settings& settings) {
  ASSIGN_OR_RETURN(const std::string opt_in, ReadNamed(arguments.opt_in));
  ASSIGN_OR_RETURN(const std::string groups, ReadNamed(arguments.groups));
  RETURN_IF_ERROR(MakeDirectory(TasteDirectoryOf(plays.path)));
  TasteOptions options = {.resources = {settings.memory_bytes, settings.threads},
                          .opt_in = arguments.opt_in,
                          .groups = arguments.groups,
                          .outputs = {}};
  for (const Dataset* dataset : TasteDatasets())
    options.outputs.push_back({dataset, TasteFileOf(plays.path, *dataset)});
  ASSIGN_OR_RETURN(TasteReport report, ComputeDatasets(plays, options));
  const KeptFiles kept(plays.path);
  RETURN_IF_ERROR(WriteWhole(kept.opt_in, opt_in));
  RETURN_IF_ERROR(WriteWhole(kept.groups, groups));
  return report;
}

Status RecomputeTaste(const PlaysFile& plays, int64_t forgotten_user_id, const Settings& settings) {
  const KeptFiles kept(plays.path);
  std::error_code error;
  if (!std::filesystem::exists(TasteDirectoryOf(plays.path), error)) return absl::OkStatus();
  TasteArguments arguments;
  constexpr size_t kGroupMin = 2;
  for (const auto& [path, members_min, argument] :
       {std::tuple{kept.opt_in, size_t{1}, &arguments.opt_in}, {kept.groups, kGroupMin, &arguments.groups}}) {
    if (!std::filesystem::exists(path, error)) continue;
    ASSIGN_OR_RETURN(const std::string text, LinesWithout(forgotten_user_id, path, members_min));
    RETURN_IF_ERROR(WriteWhole(path, text));
    *argument = path;
  }
  return ComputeTaste(plays, arguments, settings).status();
}

StatusOr<LearnedTaste> LearnForNow(const std::string& plays, const Settings& settings) {
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(plays));
  StageClock clock;
  ASSIGN_OR_RETURN(LearnedTaste taste, LearnTaste({plays, stamp}, {settings.memory_bytes, settings.threads}, &clock));
  if (!taste.evaluation.shows_taste()) {
    LogMessage("warning: these plays hold no taste that can be shown; what is popular decides, without reasons\n");
  }
  return taste;
}

StatusOr<OptIn> OptInFor(const std::string& plays, const std::string& file) {
  if (!file.empty()) return ReadOptIn(file);
  const std::string kept = KeptFiles(plays).opt_in;
  std::error_code error;
  return std::filesystem::exists(kept, error) ? ReadOptIn(kept) : OptIn();
}

Status LoadTaste(Store& store, const std::vector<Table>& tables, const std::string& plays, const Settings& settings,
                 ResultObject& results) {
  ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, {.plays = plays, .events = ""}));
  LogMessage("\nload {} into {}\n", TasteDirectoryOf(plays), store.Name());
  const LoadArguments arguments;
  return CreateLoadAndVerify({store, tables, files, settings, arguments}, {.verify = VerifyScope::kAll}, results);
}

}  // namespace earshot
