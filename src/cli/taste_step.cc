#include "cli/taste_step.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/directory.h"
#include "base/log.h"
#include "cli/tables.h"
#include "plays/counted.h"
#include "plays/taste_datasets.h"
#include "plays/taste_files.h"
#include "plays/taste_mark.h"

namespace earshot {
namespace {

// Takes what a kept file says. One that is gone or damaged stops no forgetting.
template <typename Named>
void TakeKept(StatusOr<Named> read, const std::string& plays, Named* named) {
  if (read.ok()) {
    *named = *std::move(read);
    return;
  }
  LogMessage(
      "warning: {}: nobody in it is named to others any more; to name them, run: earshot taste {} --opt-in FILE\n",
      MessageOf(read.status()), plays);
}

NamedListeners ReadKept(const std::string& plays) {
  NamedListeners kept;
  TakeKept(ReadOptIn(TasteOptInOf(plays)), plays, &kept.opt_in);
  TakeKept(ReadGroups(TasteGroupsOf(plays), kept.opt_in), plays, &kept.groups);
  return kept;
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
    ASSIGN_OR_RETURN(named.groups, ReadGroups(arguments.groups, named.opt_in));
  }
  return named;
}

StatusOr<TasteReport> ComputeTaste(const PlaysFile& plays, NamedListeners named, const Settings& settings) {
  RETURN_IF_ERROR(MakeDirectories(TasteDirectoryOf(plays.path)));
  TasteOptions options = {.resources = {settings.memory_bytes, settings.threads},
                          .opt_in = std::move(named.opt_in),
                          .groups = std::move(named.groups),
                          .outputs = {},
                          .kept_opt_in = TasteOptInOf(plays.path),
                          .kept_groups = TasteGroupsOf(plays.path),
                          .mark = TasteMarkOf(plays.path)};
  for (const Dataset* dataset : TasteDatasets())
    options.outputs.push_back({dataset, TasteFileOf(plays.path, *dataset)});
  ASSIGN_OR_RETURN(TasteReport report, ComputeDatasets(plays, options));
  if (const NamingCounts& naming = report.naming; naming.groups_left_out > 0) {
    LogMessage("warning: {} left out: no play is of one of the members (listener {}{})\n",
               Counted(naming.groups_left_out, "group") + (naming.groups_left_out == 1 ? " is" : " are"),
               *naming.unknown_listener, naming.groups_left_out == 1 ? "" : ", for instance");
  }
  return report;
}

Status RecomputeTaste(const PlaysFile& plays, const std::vector<Table>& tables, const Settings& settings) {
  const bool has_tables = std::any_of(tables.begin(), tables.end(), IsComputed);
  ASSIGN_OR_RETURN(const TasteState state, FindTaste(plays.path));
  if (!has_tables && state == TasteState::kNone) return absl::OkStatus();
  return ComputeTaste(plays, ReadKept(plays.path), settings).status();
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
  const std::string kept = TasteOptInOf(plays);
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
