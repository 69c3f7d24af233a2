#include "load/load.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "load/changed_questions.h"
#include "load/last_plays.h"
#include "load/loader.h"
#include "load/mark_writer.h"
#include "load/remainders.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

// Write times rise from load to load, also where the clock of this host is late. Tables that were dropped have left no
// mark, and other programs have other clocks, so the store's clock counts, too.
WriteTime TimeOf(const LoadLease& lease, const StateBefore& before, WriteTime now) {
  return std::max({now, lease.taken_at(), before.last_write_time + kNextLoadAfter});
}

// What one load has done, and into which tables.
struct LoadOutcome {
  LoadReport report;
  std::vector<Table> tables;  // as the store has them
};

// The tables of which some question has changed, or those of which none has.
std::vector<TableBefore> TablesWhere(bool question_has_changed, const StateBefore& before) {
  std::vector<TableBefore> tables;
  for (const TableBefore& table : before.tables) {
    if (table.replaces.has_value() == question_has_changed) tables.push_back(table);
  }
  return tables;
}

Status DropRemainders(Store& store, const StateBefore& before) {
  for (const Remainder& remainder : before.remainders) {
    const auto is_of = [&](const TableBefore& table) {
      return table.table.question.name == remainder.table.question.name;
    };
    const TableBefore& table = *std::find_if(before.tables.begin(), before.tables.end(), is_of);
    const std::string& answering = table.replaces.has_value() ? table.replaces->table.name : table.table.name;
    RETURN_IF_ERROR(DropRemainder(store, remainder, answering));
  }
  return absl::OkStatus();
}

// In the order of the questions.
std::vector<TableLoad> Joined(const StateBefore& before, const std::vector<TableLoad>& changed,
                              std::vector<TableLoad> others) {
  auto next_changed = changed.begin();
  auto next_other = std::make_move_iterator(others.begin());
  std::vector<TableLoad> loads;
  for (const TableBefore& table : before.tables) {
    loads.push_back(table.replaces.has_value() ? *next_changed++ : TableLoad(*next_other++));
  }
  return loads;
}

StatusOr<LoadReport> LoadTables(const LoadWork& work, const StateBefore& before) {
  LoadReport report;
  report.damaged_marks = before.damaged_marks;
  RETURN_IF_ERROR(DropRemainders(work.store, before));
  ChangedQuestions changed(work, TablesWhere(true, before));
  RETURN_IF_ERROR(changed.Build());
  Loader::AtTheEnd at_the_end;
  if (!changed.empty()) at_the_end = [&](bool may_remove) { return changed.Switch(may_remove); };
  Loader others(work, TablesWhere(false, before), at_the_end);
  ASSIGN_OR_RETURN(std::vector<TableLoad> loads, others.Run());
  RETURN_IF_ERROR(changed.DropReplaced());
  report.nothing_to_do = others.nothing_to_do() && changed.empty();
  report.tables = Joined(before, changed.loads(), std::move(loads));
  report.switches = changed.switches();
  return report;
}

// The rows are written later than `after`.
StatusOr<LoadOutcome> LoadOnce(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                               const LoadOptions& options, WriteTime after = WriteTime()) {
  const LoadOwner owner = ThisLoad();
  ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, store.TakeLease(owner, questions));
  SourceIds ids(files);
  ASSIGN_OR_RETURN(StateBefore before, FindHeldRows(store, questions, files, &ids, options.trust));
  before.last_write_time = std::max(before.last_write_time, after);
  const WriteTime now = std::chrono::system_clock::now();
  const WriteTime time = TimeOf(*lease, before, now);
  MarkWriter marks(store, files, &ids, owner, time);
  LoadOutcome outcome;
  ASSIGN_OR_RETURN(outcome.report, LoadTables({store, files, before.last_plays, options, marks}, before));
  outcome.report.write_time = time;
  outcome.report.late_by = std::chrono::duration_cast<std::chrono::seconds>(time - now);
  for (const TableBefore& table : before.tables) outcome.tables.push_back(table.table);
  return outcome;
}

// What an earlier load has changed, and this one has found to be the same, are changes all the same.
void AddChanges(const TableLoad& earlier, TableLoad* load) {
  load->added += earlier.added;
  load->changed += earlier.changed;
  load->removed += earlier.removed;
  load->same -= std::min(load->same, earlier.added + earlier.changed);
}

bool IsAnyDifferent(const LoadReport& report) {
  return std::any_of(report.tables.begin(), report.tables.end(), IsDifferent);
}

// The latest write time of the tables that differ.
StatusOr<WriteTime> LastWriteOfDifferent(Store& store, const LoadOutcome& outcome) {
  WriteTime last;
  for (size_t i = 0; i < outcome.tables.size(); ++i) {
    if (!IsDifferent(outcome.report.tables[i])) continue;
    ASSIGN_OR_RETURN(const WriteTime time, store.LastWrite(outcome.tables[i]));
    last = std::max(last, time);
  }
  return last;
}

// Questions that a later load has found to be as their tables are were switched by an earlier one.
void AddSwitches(const std::vector<QuestionSwitch>& earlier, std::vector<QuestionSwitch>* switches) {
  for (const QuestionSwitch& one : earlier) {
    const auto is_same = [&](const QuestionSwitch& other) { return other.question == one.question; };
    if (std::none_of(switches->begin(), switches->end(), is_same)) switches->push_back(one);
  }
}

// Another program may have written rows with times that are later than those of a load, which a store then takes for
// the right ones: they are loaded once more, later than that.
Status OutdoLaterRows(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                      const LoadOptions& options, LoadOutcome* outcome) {
  // So that there are times left for the loads to come.
  constexpr WriteTime kLatest = WriteTime::max() - std::chrono::hours(24 * 365);
  LoadReport& report = outcome->report;
  ASSIGN_OR_RETURN(const WriteTime last, LastWriteOfDifferent(store, *outcome));
  if (last <= report.write_time || last > kLatest) return absl::OkStatus();
  ASSIGN_OR_RETURN(LoadOutcome later, LoadOnce(store, questions, files, options, last));
  // The changes were counted when they were in vain.
  for (size_t i = 0; i < questions.size(); ++i) {
    report.tables[i].verification = std::move(later.report.tables[i].verification);
  }
  AddSwitches(report.switches, &later.report.switches);
  report.switches = std::move(later.report.switches);
  report.write_time = later.report.write_time;
  report.outdone = last;
  return absl::OkStatus();
}

}  // namespace

StatusOr<LoadReport> Load(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                          const LoadOptions& options) {
  ASSIGN_OR_RETURN(LoadOutcome outcome, LoadOnce(store, questions, files, options));
  for (const Dataset* dataset : DatasetsOf(questions)) KeepLastPlays(files.of[*dataset]);
  LoadOptions untrusting = options;
  untrusting.trust = Trust::kNothing;
  untrusting.on_conflict = nullptr;  // they have been reported
  if (options.trust != Trust::kNothing && IsAnyDifferent(outcome.report)) {
    ASSIGN_OR_RETURN(LoadOutcome whole, LoadOnce(store, questions, files, untrusting));
    LoadReport& earlier = outcome.report;
    for (size_t i = 0; i < questions.size(); ++i) AddChanges(earlier.tables[i], &whole.report.tables[i]);
    AddSwitches(earlier.switches, &whole.report.switches);
    whole.report.marks_were_wrong = true;
    whole.report.damaged_marks = std::move(earlier.damaged_marks);
    outcome = std::move(whole);
  }
  if (IsAnyDifferent(outcome.report)) RETURN_IF_ERROR(OutdoLaterRows(store, questions, files, untrusting, &outcome));
  LoadReport& report = outcome.report;
  for (const TableLoad& table : report.tables) {
    if (IsDifferent(table)) report.still_different.push_back(table.table);
  }
  return std::move(report);
}

}  // namespace earshot
