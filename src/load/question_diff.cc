#include "load/question_diff.h"

#include <algorithm>
#include <utility>

#include "load/plan.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

// Whether a load would make a table for it.
bool IsBuilt(const QuestionDiff& diff) {
  return diff.verdict == QuestionVerdict::kNew || diff.verdict == QuestionVerdict::kChanged;
}

StatusOr<QuestionDiff> Diff(Store& store, const std::vector<NamedMark>& marks, const Table& question) {
  QuestionDiff diff;
  diff.question = question.name;
  ASSIGN_OR_RETURN(StoredTable stored, FindStoredIn(marks, store, question));
  const StatusOr<bool> is_there = HasTable(store, stored.table);
  if (absl::IsFailedPrecondition(is_there.status())) {
    diff.verdict = QuestionVerdict::kForeign;
    return diff;
  }
  RETURN_IF_ERROR(is_there.status());
  if (!*is_there || (stored.mark.has_value() && stored.mark->state == LoadState::kFirstLoad)) return diff;
  diff.verdict = stored.is_of_question ? QuestionVerdict::kSame : QuestionVerdict::kChanged;
  if (!stored.is_of_question) diff.changes = ChangesBetween(stored.table.question, question.question);
  diff.is_begun = !stored.is_of_question && MarkIn(marks, NameBesideOf(question)).has_value();
  diff.mark = std::move(stored.mark);
  return diff;
}

}  // namespace

const char* NameOf(QuestionVerdict verdict) {
  switch (verdict) {
    case QuestionVerdict::kNew: return "new";
    case QuestionVerdict::kSame: return "same";
    case QuestionVerdict::kChanged: return "changed";
    case QuestionVerdict::kGone: return "gone";
    case QuestionVerdict::kForeign: return "foreign";
  }
  return "";
}

StatusOr<std::vector<QuestionDiff>> DiffQuestions(Store& store, const std::vector<Table>& questions) {
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, ReadLoadMarks(store));
  std::vector<QuestionDiff> diffs;
  for (const Table& question : questions) {
    ASSIGN_OR_RETURN(QuestionDiff diff, Diff(store, marks, question));
    diffs.push_back(std::move(diff));
  }
  for (StoredTable& other : StoredForOthers(marks, questions)) {
    QuestionDiff& gone = diffs.emplace_back();
    gone.question = other.table.question.name;
    gone.verdict = QuestionVerdict::kGone;
    gone.mark = std::move(other.mark);
  }
  return diffs;
}

Status CountNewRows(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                    const SortOptions& options, std::vector<QuestionDiff>* diffs) {
  std::vector<Table> built;
  for (size_t i = 0; i < questions.size(); ++i) {
    if (IsBuilt((*diffs)[i])) built.push_back(questions[i]);
  }
  if (built.empty()) return absl::OkStatus();
  const RowLimit all = {.share = 1};
  ASSIGN_OR_RETURN(const LoadPlan plan, PlanLoad(store, built, files, options, all));
  for (const TableVerification& table : plan.tables) {
    const auto is_of = [&](const QuestionDiff& diff) { return diff.question == table.table; };
    std::find_if(diffs->begin(), diffs->end(), is_of)->new_rows = table.source_rows;
  }
  return absl::OkStatus();
}

}  // namespace earshot
