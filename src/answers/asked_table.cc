#include "answers/asked_table.h"

#include <utility>

#include "base/error_code.h"
#include "questions/question_change.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

// A first load has not made its table yet, nor the mark.
Status CheckNoFirstLoad(TableReader& store, const Table& table) {
  if (CodeOf(store.OpenAnswers(table).status()) != ErrorCode::kTableMissing) return absl::OkStatus();
  return store.CheckNotBeingLoaded(table);
}

StatusOr<AskedTable> CheckLoaded(TableReader& store, StoredTable stored) {
  AskedTable asked = {std::move(stored.table), std::move(stored.mark), ""};
  if (!asked.mark.has_value()) {
    RETURN_IF_ERROR(CheckNoFirstLoad(store, asked.table));
    return asked;
  }
  const std::string& name = asked.table.question.name;
  if (IsKnownToDiffer(*asked.mark)) {
    asked.warning = fmt::format(
        "{} does not hold exactly the rows of {}: more would have been removed than a load may, or a verification "
        "found differences",
        name, asked.mark->plays_file);
  }
  if (asked.mark->state == LoadState::kComplete) return asked;
  const std::string loader = Describe(asked.mark->owner);
  if (asked.mark->state == LoadState::kFirstLoad) {
    return WithCode(TransientError("{} has no answers yet: its first load, {}, has not finished", name, loader),
                    ErrorCode::kLoadUnfinished);
  }
  asked.warning =
      fmt::format("{} is being loaded, {}, or that load was stopped: answers may have rows of before, of now, or both",
                  name, loader);
  return asked;
}

}  // namespace

StatusOr<AskedTable> FindAskedTable(TableReader& store, const Table& question) {
  ASSIGN_OR_RETURN(StoredTable stored, FindStored(store, question));
  if (!stored.is_of_question) {
    std::optional<Table> table = TableToAsk(stored.table, question.question);
    if (!table.has_value()) return NotOfQuestion(store, question, stored);
    stored.table = *std::move(table);
  }
  return CheckLoaded(store, std::move(stored));
}

StatusOr<AskedTable> FindWholeTable(TableReader& store, const Table& question) {
  ASSIGN_OR_RETURN(StoredTable stored, FindStored(store, question));
  if (!stored.is_of_question) return NotOfQuestion(store, question, stored);
  return CheckLoaded(store, std::move(stored));
}

bool IsReplaced(TableReader& store, const AskedTable& asked) {
  if (!asked.mark.has_value()) return false;
  const StatusOr<std::optional<LoadMark>> now = ReadLoadMark(store, asked.mark->name);
  return now.ok() && now->has_value() && (*now)->table != asked.mark->table;
}

}  // namespace earshot
