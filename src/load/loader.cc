#include "load/loader.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "load/removals.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

TableLoad AsMarked(const TableBefore& table) {
  const LoadMark& mark = *table.mark;
  TableLoad load;
  load.table = table.table.question.name;
  load.plays = mark.plays;
  load.left_out = mark.left_out;
  load.rows = load.same = mark.rows;
  load.dropped = mark.dropped;
  // A mark has no more of it.
  load.dropped.over_limit = mark.plays - mark.rows - mark.dropped.total();
  load.digest = Digest::Parse(mark.digest).value_or(Digest());
  return load;
}

bool IsMarkOfSameLoad(const std::optional<LoadMark>& one, const std::optional<LoadMark>& other) {
  if (!one.has_value() || !other.has_value()) return one.has_value() == other.has_value();
  return one->state == other->state && one->write_time == other->write_time;
}

}  // namespace

bool IsDifferent(const TableLoad& load) {
  return load.verification.has_value() && !load.verification->Same() && load.extra == 0;
}

// A damaged mark was taken for none.
Status CheckSameMark(Store& store, const std::string& name, const std::optional<LoadMark>& before) {
  StatusOr<std::optional<LoadMark>> now = ReadLoadMark(store, name);
  if (CodeOf(now.status()) == ErrorCode::kMarkDamaged) now = std::nullopt;
  RETURN_IF_ERROR(now.status());
  if (IsMarkOfSameLoad(*now, before)) return absl::OkStatus();
  return TransientError("another load has changed {} meanwhile, so it was left as that made it", store.Name());
}

Loader::Loader(const LoadWork& work, const std::vector<TableBefore>& tables, AtTheEnd at_the_end)
    : work_(work), at_the_end_(std::move(at_the_end)) {
  for (const TableBefore& table : tables) tables_.emplace_back(table);
}

StatusOr<std::vector<TableLoad>> Loader::Run() {
  SortedSource source(work_.files, work_.last_files, work_.store.Order(), work_.options.sort);
  if (work_.options.verify != VerifyScope::kNothing) source.KeepRows();
  // All conflicts are wanted, and none is in a mark.
  nothing_to_do_ = AllAreTheSame() && !work_.options.on_conflict;
  RETURN_IF_ERROR(nothing_to_do_ ? TakeMarks() : Change(source));
  if (work_.options.verify != VerifyScope::kNothing) RETURN_IF_ERROR(Verify(source));
  std::vector<TableLoad> loads;
  for (LoadedTable& table : tables_) loads.push_back(std::move(table.written.load));
  return loads;
}

bool Loader::AllAreTheSame() const {
  return std::all_of(tables_.begin(), tables_.end(),
                     [](const LoadedTable& table) { return table.before.rows == HeldRows::kTheSame; });
}

Status Loader::TakeMarks() {
  for (LoadedTable& table : tables_) {
    table.written.load = AsMarked(table.before);
    table.is_written = true;
  }
  if (!at_the_end_) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::unique_ptr<Changes> changes, work_.store.Begin());
  RETURN_IF_ERROR(at_the_end_(/*may_remove=*/true));
  return changes->Commit();
}

Status Loader::Change(SortedSource& source) {
  RETURN_IF_ERROR(Mark(LoadState::kFirstLoad));
  ASSIGN_OR_RETURN(const std::unique_ptr<Changes> changes, work_.store.Begin());
  appear_at_once_ = changes->appear_at_once();
  appear_later_ = changes->appear_later();
  RETURN_IF_ERROR(CheckMayAppearLater());
  RETURN_IF_ERROR(CheckMarks());
  for (const LoadedTable& table : tables_) RETURN_IF_ERROR(work_.store.Create(table.before.table));
  RETURN_IF_ERROR(WriteAll(source));
  // The next load finds what is there then, and removes what is too much.
  if (appear_later_) return changes->Commit();
  RETURN_IF_ERROR(RemoveAll(source));
  if (at_the_end_) RETURN_IF_ERROR(at_the_end_(may_remove_));
  return changes->Commit();
}

// A table that is built beside another one answers once it is verified.
Status Loader::CheckMayAppearLater() const {
  for (const LoadedTable& table : tables_) {
    if (!appear_later_ || !table.before.replaces.has_value()) continue;
    return InputError("{} has changed, and its new table is verified before it answers: its rows must be there then",
                      table.before.table.question.name);
  }
  return absl::OkStatus();
}

Status Loader::CheckMarks() {
  for (const LoadedTable& table : tables_) {
    if (table.StateMeanwhile() != LoadState::kLoad) continue;
    RETURN_IF_ERROR(CheckSameMark(work_.store, table.before.mark_name(), table.before.mark));
  }
  return absl::OkStatus();
}

// A table's first load is marked before the table is created: until it is complete, nobody takes an answer from it.
// Another load is marked before the first table is changed, unless all changes appear at once.
Status Loader::Mark(LoadState state) {
  for (const LoadedTable& table : tables_) {
    if (table.StateMeanwhile() == state) RETURN_IF_ERROR(work_.marks.Begin(table.before, state));
  }
  return absl::OkStatus();
}

Status Loader::MarkComplete(const LoadedTable& table) { return work_.marks.Complete(table.before, table.written.load); }

Loader::LoadedTable& Loader::Find(const Table& table) {
  return *std::find_if(tables_.begin(), tables_.end(),
                       [&](const LoadedTable& one) { return &one.before.table == &table; });
}

TableTarget Loader::TargetOf(const LoadedTable& table) { return {work_.store, table.before.table, work_.marks.time()}; }

WantedTable Loader::WantedOf(const LoadedTable& table) {
  return {&table.before.table, table.before.rows == HeldRows::kLastPlays};
}

Status Loader::WriteAll(SortedSource& source) {
  std::vector<WantedTable> wanted;
  for (const LoadedTable& table : tables_) wanted.push_back(WantedOf(table));
  bool is_marked = false;
  const Status status =
      source.ForEach(wanted, [&](const Table& table, const SortedRows& rows, const SortedRows* last) -> Status {
        if (!std::exchange(is_marked, true) && !appear_at_once_) RETURN_IF_ERROR(Mark(LoadState::kLoad));
        return WriteOne(&Find(table), rows, last);
      });
  return status.ok() ? status : AfterStop(status, SaidOf(LoadedSoFar()));
}

// What has become of the tables, for messages; those that are built beside others are nobody's yet.
std::string Loader::SaidOf(std::string tables) const {
  const bool are_beside = !tables_.empty() && tables_.front().before.replaces.has_value();
  return are_beside ? "no table that answers has been changed; load again" : std::move(tables);
}

Status Loader::WriteOne(LoadedTable* table, const SortedRows& rows, const SortedRows* last) {
  const auto& on_conflict = work_.options.on_conflict;
  HeldRows& held = table->before.rows;
  // The plays are those that it holds: both sides of the merge, of which only the conflicts are wanted.
  if (held == HeldRows::kTheSame) last = &rows;
  ASSIGN_OR_RETURN(table->written, WriteRows({TargetOf(*table), rows, {held, last}}, on_conflict));
  if (last != nullptr && table->written.held_digest.ToString() != table->before.mark->digest) {
    // Those plays make other rows now than when the table was loaded.
    held = HeldRows::kInStore;
    ASSIGN_OR_RETURN(table->written, WriteRows({TargetOf(*table), rows, {held, nullptr}}, nullptr));
  }
  table->is_written = true;
  const TableLoad& load = table->written.load;
  const bool is_awaited = appear_later_ && load.added + load.changed > 0;
  return load.extra == 0 && !is_awaited ? MarkComplete(*table) : absl::OkStatus();
}

// False where there are any.
bool Loader::FindLosses() {
  std::vector<TableWithExtra> found;
  for (const LoadedTable& table : tables_) {
    ExtraRows rows = ExtraRowsOf(table.written.load);
    rows.has_row_for_each_play = table.before.table.has_row_for_each_record();
    rows.of = table.before.table.question.of;
    found.push_back({std::move(rows), table.before.mark});
  }
  const std::vector<std::string> losses = LossesOver(work_.options.removals_max, found);
  for (size_t i = 0; i < tables_.size(); ++i) tables_[i].written.load.loss = losses[i];
  return std::all_of(losses.begin(), losses.end(), [](const std::string& loss) { return loss.empty(); });
}

// Rows vanish after all others are there, and only once it is known how many would.
Status Loader::RemoveAll(SortedSource& source) {
  may_remove_ = FindLosses();
  std::vector<WantedTable> wanted;
  for (LoadedTable& table : tables_) {
    if (table.written.load.extra == 0) continue;
    if (may_remove_ && !table.written.extra.all_are_kept) {
      wanted.push_back(WantedOf(table));
      continue;
    }
    if (may_remove_) RETURN_IF_ERROR(RemoveFound(TargetOf(table), table.written.extra, &table.written.load));
    // Rows that stay make no answer wrong that was right before.
    RETURN_IF_ERROR(MarkComplete(table));
  }
  const auto remove = [&](const Table& table, const SortedRows& rows, const SortedRows* last) -> Status {
    LoadedTable& one = Find(table);
    RETURN_IF_ERROR(RemoveExtraRows({TargetOf(one), rows, {one.before.rows, last}}, &one.written.load));
    return MarkComplete(one);
  };
  Status status = wanted.empty() ? absl::OkStatus() : source.ForEach(wanted, remove);
  if (status.ok()) return status;
  return AfterStop(status, SaidOf(appear_at_once_ ? LoadedSoFar()
                                                  : "all rows are written, but not all that are too many are removed; "
                                                    "load again"));
}

// "loaded: song_at; not loaded: session_songs, song_listeners; load again"
std::string Loader::LoadedSoFar() const {
  std::vector<std::string> names[2];
  for (const LoadedTable& table : tables_) {
    names[table.is_written ? 0 : 1].push_back(table.before.table.question.name);
  }
  if (appear_at_once_) return "no table has been changed; load again";
  return fmt::format("loaded: {}; not loaded: {}; load again",
                     names[0].empty() ? "none" : absl::StrJoin(names[0], ", "), absl::StrJoin(names[1], ", "));
}

// Of a table to which nothing was written there may be nothing to verify.
Status Loader::Verify(SortedSource& source) {
  const bool is_all = work_.options.verify == VerifyScope::kAll;
  std::vector<WantedTable> wanted;
  for (LoadedTable& table : tables_) {
    if (is_all || !table.written.touched.empty()) {
      wanted.push_back({&table.before.table, false});
    } else {
      table.written.load.verification.emplace().table = table.before.table.question.name;
    }
  }
  const auto verify = [&](const Table& table, const SortedRows& rows, const SortedRows*) -> Status {
    LoadedTable& one = Find(table);
    WrittenRows& written = one.written;
    const size_t threads = work_.options.sort.threads;
    ASSIGN_OR_RETURN(written.load.verification, is_all
                                                    ? VerifyTable(work_.store, table, rows, threads)
                                                    : VerifyRanges(work_.store, table, rows, written.touched, threads));
    return IsDifferent(written.load) ? work_.marks.FoundWrong(one.before, written.load) : absl::OkStatus();
  };
  const Status status = source.ForEach(wanted, verify);
  return status.ok() ? status : AfterStop(status, SaidOf("all tables are loaded, but not verified"));
}

}  // namespace earshot
