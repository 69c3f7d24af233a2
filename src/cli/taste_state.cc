#include "cli/taste_state.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/content_id.h"
#include "base/file_stamp.h"
#include "base/log.h"
#include "base/stop_token.h"
#include "base/words.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "load/sorted_source.h"
#include "plays/play_reader.h"
#include "plays/taste_files.h"
#include "plays/taste_mark.h"

namespace earshot {
namespace {

std::string HowToCompute(const std::string& plays, const Settings& settings) {
  return fmt::format("run: earshot taste {} --opt-in FILE{}", QuoteWord(plays), OptionsText(settings));
}

std::string InWords(const FoundTaste& found, const std::string& plays) {
  const std::string directory = TasteDirectoryOf(plays);
  switch (found.state) {
    case TasteState::kNone: return fmt::format("nothing was computed of {} yet", plays);
    case TasteState::kUnfinished: return directory + " is unfinished";
    case TasteState::kDamaged: return fmt::format("{} is damaged ({})", directory, found.damage);
    case TasteState::kOfOtherPlays: return fmt::format("the datasets in {} were computed from other plays", directory);
    case TasteState::kOfThesePlays: return fmt::format("the datasets in {} are of these plays", directory);
  }
  return "";
}

// Of the questions file, which has its reasons to have them; not those that are built in.
std::vector<std::string> TasteQuestions(const std::vector<Table>& of_questions) {
  std::vector<std::string> names;
  for (const Table& table : of_questions) {
    if (IsComputed(table)) names.push_back(fmt::format("\"{}\"", table.name));
  }
  return names;
}

StatusOr<std::vector<const Dataset*>> TasteDatasetsAsked(const std::vector<Table>& of_questions) {
  ASSIGN_OR_RETURN(std::vector<Table> tables, WithTasteTables(of_questions));
  std::erase_if(tables, [](const Table& table) { return !IsComputed(table); });
  return DatasetsOf(tables);
}

bool IsOfTaste(const StoredTable& stored) { return stored.mark.has_value() && IsComputed(stored.table); }

// Of which plays the tables are, by name.
std::string PlaysNamedIn(const std::vector<StoredTable>& tables) {
  std::string plays;
  for (const StoredTable& stored : tables) {
    if (IsOfTaste(stored)) return PlaysOfTasteFile(stored.mark->plays_file);
    if (stored.mark.has_value() && stored.table.question.of == &PlaysDataset()) plays = stored.mark->plays_file;
  }
  return plays;
}

// Whether each table is of the dataset as the file has it.
StatusOr<bool> AreLoaded(const std::vector<StoredTable>& tables, const std::string& plays) {
  for (const StoredTable& stored : tables) {
    if (!IsOfTaste(stored)) continue;
    ASSIGN_OR_RETURN(const ContentId id, ContentIdOf(TasteFileOf(plays, *stored.table.question.of)));
    if (stored.mark->plays_id != id.ToString()) return false;
  }
  return std::any_of(tables.begin(), tables.end(), IsOfTaste);
}

const char* NameOf(TasteState state) {
  switch (state) {
    case TasteState::kNone: return "none";
    case TasteState::kUnfinished: return "unfinished";
    case TasteState::kDamaged: return "damaged";
    case TasteState::kOfOtherPlays: return "other_plays";
    case TasteState::kOfThesePlays: return "these_plays";
  }
  return "";
}

}  // namespace

StatusOr<bool> CanLoadTaste(const std::vector<Table>& of_questions, const Settings& settings,
                            const std::string& plays) {
  ASSIGN_OR_RETURN(const std::vector<const Dataset*> datasets, TasteDatasetsAsked(of_questions));
  ASSIGN_OR_RETURN(const FoundTaste found, FindTaste(plays, datasets));
  if (found.state == TasteState::kOfThesePlays) return true;
  std::string why = InWords(found, plays);
  if (found.state == TasteState::kNone) {
    const std::vector<std::string> names = TasteQuestions(of_questions);
    if (names.empty()) return false;
    why = fmt::format("{} {} of what is computed of plays, and {}", fmt::join(names, " and "),
                      names.size() == 1 ? "is" : "are", why);
  }
  LogMessage("warning: {}: taste tables are left as they are; {}\n", why, HowToCompute(plays, settings));
  return false;
}

bool HasTasteByDay(const std::string& plays) {
  std::error_code error;
  if (!std::filesystem::exists(TasteMarkOf(plays), error)) return false;
  const StatusOr<std::unique_ptr<PlayReader>> reader = PlayReader::Open(plays);
  return reader.ok() && (*reader)->layout().Has("day");
}

StatusOr<StoredTaste> FindStoredTaste(const std::vector<StoredTable>& tables, const std::vector<Table>& of_questions,
                                      const Settings& settings) {
  const std::string plays = PlaysNamedIn(tables);
  const bool has_tables = std::any_of(tables.begin(), tables.end(), IsOfTaste);
  if (plays.empty()) return StoredTaste{plays, "none", "none"};
  ASSIGN_OR_RETURN(const std::vector<const Dataset*> datasets, TasteDatasetsAsked(of_questions));
  const Status can_be_read = StampOf(plays).status();
  const StatusOr<FoundTaste> found = can_be_read.ok() ? FindTaste(plays, datasets) : can_be_read;
  RETURN_IF_ERROR(CheckStop());
  if (!found.ok()) {
    if (!has_tables) return StoredTaste{plays, "none", "none"};
    return StoredTaste{plays, "unknown", fmt::format("of {}: {}", plays, MessageOf(found.status()))};
  }
  if (found->state == TasteState::kNone && !has_tables) return StoredTaste{plays, "none", InWords(*found, plays)};
  if (found->state != TasteState::kOfThesePlays) {
    return StoredTaste{plays, NameOf(found->state),
                       fmt::format("{}; {}", InWords(*found, plays), HowToCompute(plays, settings))};
  }
  ASSIGN_OR_RETURN(const bool are_loaded, AreLoaded(tables, plays));
  if (are_loaded) return StoredTaste{plays, NameOf(found->state), fmt::format("of {} as it is now", plays)};
  return StoredTaste{plays, "not_loaded",
                     fmt::format("computed of {} as it is now, but the tables do not have it; run: earshot load {}{}",
                                 plays, QuoteWord(plays), OptionsText(settings))};
}

}  // namespace earshot
