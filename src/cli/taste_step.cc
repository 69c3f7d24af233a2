#include "cli/taste_step.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/directory.h"
#include "base/error_code.h"
#include "base/file.h"
#include "base/log.h"
#include "cli/tables.h"
#include "plays/counted.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"
#include "plays/taste_mark.h"

namespace earshot {
namespace {

// Who may not read the plays may not read what follows from them.
Status MakeDirectoryFor(const std::string& directory, const std::string& plays) {
  using std::filesystem::perms;
  std::error_code error;
  const bool is_new = !std::filesystem::exists(directory, error);
  RETURN_IF_ERROR(MakeDirectories(directory));
  if (!is_new) return absl::OkStatus();
  const perms mode = std::filesystem::status(plays, error).permissions();
  perms search = perms::none;
  if ((mode & perms::group_read) != perms::none) search |= perms::group_exec;
  if ((mode & perms::others_read) != perms::none) search |= perms::others_exec;
  const perms read = mode & (perms::group_read | perms::others_read);
  if (!error) std::filesystem::permissions(directory, perms::owner_all | read | search, error);
  if (error) return ErrnoError(error.value(), "cannot set the mode of " + directory);
  return absl::OkStatus();
}

// Makes the directory and locks it. Who held the lock before may have removed it, as nothing was in it.
StatusOr<FileLock> LockDirectoryFor(const std::string& directory, const std::string& plays) {
  while (true) {
    RETURN_IF_ERROR(MakeDirectoryFor(directory, plays));
    ASSIGN_OR_RETURN(FileLock lock, FileLock::Take(directory, directory, O_RDONLY | O_DIRECTORY));
    if (lock.open_error() != ENOENT) return lock;
  }
}

// Plays that are other ones by now need no other command, as the same one learns from these.
Status IfPlaysChanged(const Status& status, const std::string& plays) {
  if (CodeOf(status) != ErrorCode::kPlaysChanged) return status;
  return TransientError("{} was replaced while taste was learned from it, by another run perhaps; do it again", plays);
}

// Takes what a kept file says. One that is gone or damaged stops no forgetting.
template <typename Named>
void TakeKept(StatusOr<Named> read, const std::string& plays, Named* named) {
  if (read.ok()) {
    *named = *std::move(read);
    return;
  }
  LogMessage(
      "warning: {}: nobody is named to others by it any more; to have that again, run: earshot taste {} --opt-in FILE "
      "--groups FILE\n",
      MessageOf(read.status()), plays);
}

NamedListeners ReadKept(const std::string& plays) {
  NamedListeners kept;
  TakeKept(ReadOptIn(TasteOptInOf(plays)), plays, &kept.opt_in);
  TakeKept(ReadGroups(TasteGroupsOf(plays)), plays, &kept.groups);
  return kept;
}

// Two tables lose all rows.
void WarnOfNobodyNamed(const std::string& plays, const OptIn& opt_in) {
  if (!opt_in.empty()) return;
  const StatusOr<OptIn> kept = ReadOptIn(TasteOptInOf(plays));
  if (!kept.ok() || kept->empty()) return;
  LogMessage(
      "warning: without --opt-in nobody is named to others any more, and listens_alike and playlist become empty; the "
      "last time {} had agreed\n",
      Counted(kept->size(), "listener"));
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

StatusOr<NamedListeners> ReadNamedListeners(const TasteArguments& arguments) {
  NamedListeners named;
  if (!arguments.opt_in.empty()) {
    ASSIGN_OR_RETURN(named.opt_in, ReadOptIn(arguments.opt_in));
  }
  if (!arguments.groups.empty()) {
    ASSIGN_OR_RETURN(named.groups, ReadGroups(arguments.groups));
  }
  return named;
}

Status CheckTasteNames(const std::string& plays) {
  const std::string directory = TasteDirectoryOf(plays);
  const std::string mark = TasteMarkOf(plays);
  std::error_code error;
  if (std::filesystem::exists(directory, error) && !std::filesystem::is_directory(directory, error)) {
    return InputError("{} is not a directory, as it has to be; move it away", directory);
  }
  std::vector<std::string> paths = {TasteOptInOf(plays), TasteGroupsOf(plays)};
  for (const Dataset* dataset : TasteDatasets()) paths.push_back(TasteFileOf(plays, *dataset));
  // A mark is removed whatever it is, but for what is in a directory.
  if (std::filesystem::is_directory(mark, error) && !std::filesystem::is_empty(mark, error)) paths.push_back(mark);
  for (const std::string& path : paths) {
    const Status status = CheckRegularFile(path);
    if (!status.ok()) return WithMessage(status, MessageOf(status) + "; move it away");
  }
  return absl::OkStatus();
}

StatusOr<ComputedTaste> ComputeTaste(const PlaysFile& plays, NamedListeners named, const Settings& settings) {
  const std::string directory = TasteDirectoryOf(plays.path);
  RETURN_IF_ERROR(CheckTasteNames(plays.path));
  ASSIGN_OR_RETURN(FileLock lock, LockDirectoryFor(directory, plays.path));
  WarnOfNobodyNamed(plays.path, named.opt_in);
  TasteOptions options = {.resources = {settings.memory_bytes, settings.threads},
                          .opt_in = std::move(named.opt_in),
                          .groups = std::move(named.groups),
                          .outputs = {},
                          .kept_opt_in = TasteOptInOf(plays.path),
                          .kept_groups = TasteGroupsOf(plays.path),
                          .mark = TasteMarkOf(plays.path)};
  for (const Dataset* dataset : TasteDatasets())
    options.outputs.push_back({dataset, TasteFileOf(plays.path, *dataset)});
  StatusOr<TasteReport> report = ComputeDatasets(plays, options);
  if (!report.ok()) {
    // Only where nothing is in it.
    std::error_code error;
    std::filesystem::remove(directory, error);
    return IfPlaysChanged(report.status(), plays.path);
  }
  if (const NamingCounts& naming = report->naming; naming.groups_left_out > 0) {
    LogMessage("warning: {} left out: one of the members has no plays, or has not agreed to be named (listener {}{})\n",
               Counted(naming.groups_left_out, "group") + (naming.groups_left_out == 1 ? " is" : " are"),
               *naming.left_out_for, naming.groups_left_out == 1 ? "" : ", for instance");
  }
  return ComputedTaste{*std::move(report), std::move(lock)};
}

StatusOr<FileLock> RecomputeTaste(const PlaysFile& plays, const std::vector<Table>& tables, const Settings& settings) {
  const bool has_tables = std::any_of(tables.begin(), tables.end(), IsComputed);
  ASSIGN_OR_RETURN(const FoundTaste found, FindTaste(plays.path, {}));
  if (!has_tables && found.state == TasteState::kNone) return FileLock();
  ASSIGN_OR_RETURN(ComputedTaste computed, ComputeTaste(plays, ReadKept(plays.path), settings));
  return std::move(computed.lock);
}

StatusOr<LearnedTaste> LearnForNow(const std::string& plays, const Settings& settings) {
  ASSIGN_OR_RETURN(const FileStamp stamp, StampOf(plays));
  StageClock clock;
  StatusOr<LearnedTaste> taste = LearnTaste({plays, stamp}, {settings.memory_bytes, settings.threads}, &clock);
  if (!taste.ok()) return IfPlaysChanged(taste.status(), plays);
  if (!taste->evaluation.shows_taste()) {
    LogMessage("warning: these plays hold no taste that can be shown; what is popular decides, without reasons\n");
  }
  return taste;
}

StatusOr<OptIn> OptInFor(const std::string& plays, const std::string& file) {
  if (!file.empty()) return ReadOptIn(file);
  const std::string kept = TasteOptInOf(plays);
  std::error_code error;
  const bool is_there = std::filesystem::exists(kept, error);
  if (error) return ErrnoError(error.value(), "cannot open " + kept);
  return is_there ? ReadOptIn(kept) : OptIn();
}

Status LoadTaste(Store& store, const std::vector<Table>& tables, const std::string& plays, const Settings& settings,
                 ResultObject& results) {
  ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, {.plays = plays, .events = ""}));
  LogMessage("\nload {} into {}\n", TasteDirectoryOf(plays), store.Name());
  const LoadArguments arguments;
  return CreateLoadAndVerify({store, tables, files, settings, arguments}, {.verify = VerifyScope::kAll}, results);
}

}  // namespace earshot
