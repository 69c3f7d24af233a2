#include "load/changed_questions.h"

#include "load/remainders.h"
#include "load/removals.h"
#include "questions/question_change.h"

namespace earshot {

std::string LossOfChange(const RowLimit& max, const TableBefore& table, uint64_t plays) {
  if (!AskOfSameRecords(table.replaces->table.question, table.table.question)) return "";
  return LossOfPlays(max, *table.replaces->mark, plays, *table.table.question.of);
}

Status ChangedQuestions::Build() {
  if (tables_.empty()) return absl::OkStatus();
  LoadOptions options = work_.options;
  options.verify = VerifyScope::kAll;
  const LoadWork work = {work_.store, work_.files, work_.last_files, options, work_.marks};
  ASSIGN_OR_RETURN(loads_, Loader(work, tables_, {}).Run());
  for (size_t i = 0; i < tables_.size(); ++i) {
    const Question& before = tables_[i].replaces->table.question;
    std::string& loss = loads_[i].loss;
    if (loss.empty()) loss = LossOfChange(options.removals_max, tables_[i], loads_[i].plays);
    switches_.push_back({before.name, WhatHasChanged(before, tables_[i].table.question), loads_[i].rows});
  }
  return absl::OkStatus();
}

Status ChangedQuestions::Switch(bool may_remove) {
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (!may_remove || !loads_[i].loss.empty() || !loads_[i].verification->Same()) continue;
    const StoredTable& before = *tables_[i].replaces;
    RETURN_IF_ERROR(CheckSameMark(work_.store, before.table.question.name, before.mark));
    RETURN_IF_ERROR(work_.marks.Switch(tables_[i], loads_[i]));
    switches_[i].is_done = true;
  }
  return absl::OkStatus();
}

Status ChangedQuestions::DropReplaced() {
  for (size_t i = 0; i < tables_.size(); ++i) {
    if (!switches_[i].is_done) continue;
    const std::string& answering = tables_[i].table.name;
    RETURN_IF_ERROR(DropRemainder(work_.store, {tables_[i].replaces->table, RemainderKind::kReplaced}, answering));
    RETURN_IF_ERROR(DropRemainder(work_.store, {tables_[i].table, RemainderKind::kBeside}, answering));
  }
  return absl::OkStatus();
}

}  // namespace earshot
