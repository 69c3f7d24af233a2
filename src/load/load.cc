#include "load/load.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error_code.h"
#include "base/stop_token.h"
#include "load/last_plays.h"
#include "load/mark_writer.h"
#include "load/removals.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

// A table, what was known of it, and what has become of it.
struct LoadedTable {
  LoadedTable(const Table* loaded, TableBefore was) : table(loaded), before(std::move(was)) {}

  // A table that another program has filled has no mark.
  LoadState StateMeanwhile() const {
    const bool answers = !before.mark.has_value() || before.mark->state != LoadState::kFirstLoad;
    return before.rows != HeldRows::kNone && answers ? LoadState::kLoad : LoadState::kFirstLoad;
  }

  const Table* table;
  TableBefore before;
  bool is_written = false;
  WrittenRows written;
};

TableLoad AsMarked(const LoadMark& mark) {
  TableLoad load;
  load.table = mark.table;
  load.plays = mark.plays;
  load.rows = load.same = mark.rows;
  load.dropped = mark.dropped;
  // A mark has no more of it.
  load.dropped.over_limit = mark.plays - mark.rows - mark.dropped.total();
  load.digest = Digest::Parse(mark.digest).value_or(Digest());
  return load;
}

// Whether a table differs from its plays, though nothing was left out on purpose.
bool IsDifferent(const TableLoad& load) {
  return load.verification.has_value() && !load.verification->Same() && load.extra == 0;
}

bool IsMarkOfSameLoad(const std::optional<LoadMark>& one, const std::optional<LoadMark>& other) {
  if (!one.has_value() || !other.has_value()) return one.has_value() == other.has_value();
  return one->state == other->state && one->write_time == other->write_time;
}

// One load: its tables one after the other.
class Loader {
 public:
  Loader(Store& store, StateBefore before, const std::vector<Table>& tables, const PlaysFile& plays,
         const LoadOptions& options, MarkWriter marks)
      : store_(store), before_(std::move(before)), plays_(plays), options_(options), marks_(std::move(marks)) {
    for (size_t i = 0; i < tables.size(); ++i) tables_.emplace_back(&tables[i], before_.tables[i]);
  }

  StatusOr<LoadReport> Run() {
    report_.damaged_marks = before_.damaged_marks;
    SortedSource source(plays_, before_.last_plays, store_.Order(), options_.sort);
    if (options_.verify != VerifyScope::kNothing) source.KeepRows();
    // All conflicts are wanted, and none is in a mark.
    report_.nothing_to_do = before_.AllAreTheSame() && !options_.on_conflict;
    RETURN_IF_ERROR(report_.nothing_to_do ? TakeMarks() : Change(source));
    if (options_.verify != VerifyScope::kNothing) RETURN_IF_ERROR(Verify(source));
    for (LoadedTable& table : tables_) report_.tables.push_back(std::move(table.written.load));
    return std::move(report_);
  }

 private:
  Status TakeMarks() {
    for (LoadedTable& table : tables_) {
      table.written.load = AsMarked(*table.before.mark);
      table.is_written = true;
    }
    return absl::OkStatus();
  }

  Status Change(SortedSource& source) {
    RETURN_IF_ERROR(Mark(LoadState::kFirstLoad));
    ASSIGN_OR_RETURN(const std::unique_ptr<Changes> changes, store_.Begin());
    appear_at_once_ = changes->appear_at_once();
    RETURN_IF_ERROR(CheckMarks());
    for (const LoadedTable& table : tables_) RETURN_IF_ERROR(store_.Create(*table.table));
    RETURN_IF_ERROR(WriteAll(source));
    RETURN_IF_ERROR(RemoveAll(source));
    return changes->Commit();
  }

  // On a file system without locks a lease keeps nobody away, but no other load can begin its changes from here on.
  Status CheckMarks() {
    for (const LoadedTable& table : tables_) {
      if (table.StateMeanwhile() != LoadState::kLoad) continue;
      ASSIGN_OR_RETURN(const bool is_same, HasMarkOfBefore(table));
      if (is_same) continue;
      return TransientError("another load has changed {} meanwhile, so it was left as that made it", store_.Name());
    }
    return absl::OkStatus();
  }

  // A damaged mark was taken for none.
  StatusOr<bool> HasMarkOfBefore(const LoadedTable& table) {
    const StatusOr<std::optional<LoadMark>> now = ReadLoadMark(store_, table.table->name);
    if (CodeOf(now.status()) == ErrorCode::kMarkDamaged) return !table.before.mark.has_value();
    RETURN_IF_ERROR(now.status());
    return IsMarkOfSameLoad(*now, table.before.mark);
  }

  // A table's first load is marked before the table is created: until it is complete, nobody takes an answer from it.
  // Another load is marked before the first table is changed, unless all changes appear at once.
  Status Mark(LoadState state) {
    for (const LoadedTable& table : tables_) {
      if (table.StateMeanwhile() != state) continue;
      RETURN_IF_ERROR(marks_.Begin(*table.table, table.before.mark, state));
    }
    return absl::OkStatus();
  }

  Status MarkComplete(const LoadedTable& table) {
    return marks_.Complete(*table.table, table.before.mark, table.written.load);
  }

  LoadedTable& Find(const Table& table) {
    return *std::find_if(tables_.begin(), tables_.end(), [&](const LoadedTable& one) { return one.table == &table; });
  }

  TableTarget TargetOf(const LoadedTable& table) { return {store_, *table.table, marks_.time()}; }

  Status WriteAll(SortedSource& source) {
    std::vector<WantedTable> wanted;
    for (const LoadedTable& table : tables_) wanted.push_back(WantedOf(table));
    bool is_marked = false;
    const Status status =
        source.ForEach(wanted, [&](const Table& table, const SortedRows& rows, const SortedRows* last) -> Status {
          if (!std::exchange(is_marked, true) && !appear_at_once_) RETURN_IF_ERROR(Mark(LoadState::kLoad));
          return WriteOne(&Find(table), rows, last);
        });
    return status.ok() ? status : AfterStop(status, LoadedSoFar());
  }

  static WantedTable WantedOf(const LoadedTable& table) {
    return {table.table, table.before.rows == HeldRows::kLastPlays};
  }

  Status WriteOne(LoadedTable* table, const SortedRows& rows, const SortedRows* last) {
    HeldRows& held = table->before.rows;
    // The plays are those that it holds: both sides of the merge, of which only the conflicts are wanted.
    if (held == HeldRows::kTheSame) last = &rows;
    ASSIGN_OR_RETURN(table->written, WriteRows({TargetOf(*table), rows, {held, last}}, options_.on_conflict));
    if (last != nullptr && table->written.held_digest.ToString() != table->before.mark->digest) {
      // Those plays make other rows now than when the table was loaded.
      held = HeldRows::kInStore;
      ASSIGN_OR_RETURN(table->written, WriteRows({TargetOf(*table), rows, {held, nullptr}}, nullptr));
    }
    table->is_written = true;
    return table->written.load.extra == 0 ? MarkComplete(*table) : absl::OkStatus();
  }

  // False where there are any.
  bool FindLosses() {
    std::vector<TableWithExtra> found;
    for (const LoadedTable& table : tables_) {
      ExtraRows rows = ExtraRowsOf(table.written.load);
      rows.has_row_for_each_play = table.table->has_row_for_each_record();
      found.push_back({std::move(rows), table.before.mark});
    }
    const std::vector<std::string> losses = LossesOver(options_.removals_max, found);
    for (size_t i = 0; i < tables_.size(); ++i) tables_[i].written.load.loss = losses[i];
    return std::all_of(losses.begin(), losses.end(), [](const std::string& loss) { return loss.empty(); });
  }

  // Rows vanish after all others are there, and only once it is known how many would.
  Status RemoveAll(SortedSource& source) {
    const bool removes = FindLosses();
    std::vector<WantedTable> wanted;
    for (LoadedTable& table : tables_) {
      if (table.written.load.extra == 0) continue;
      if (removes && !table.written.extra.all_are_kept) {
        wanted.push_back(WantedOf(table));
        continue;
      }
      if (removes) RETURN_IF_ERROR(RemoveFound(TargetOf(table), table.written.extra, &table.written.load));
      // Rows that stay make no answer wrong that was right before.
      RETURN_IF_ERROR(MarkComplete(table));
    }
    const auto remove = [&](const Table& table, const SortedRows& rows, const SortedRows* last) -> Status {
      LoadedTable& one = Find(table);
      RETURN_IF_ERROR(RemoveExtraRows({TargetOf(one), rows, {one.before.rows, last}}, &one.written.load));
      return MarkComplete(one);
    };
    const Status status = wanted.empty() ? absl::OkStatus() : source.ForEach(wanted, remove);
    return status.ok()
               ? status
               : AfterStop(status, appear_at_once_ ? LoadedSoFar()
                                                   : "all rows are written, but not all that are too many are removed; "
                                                     "load again");
  }

  // "loaded: song_at; not loaded: session_songs, song_listeners; load again"
  std::string LoadedSoFar() const {
    std::vector<std::string> names[2];
    for (const LoadedTable& table : tables_) names[table.is_written ? 0 : 1].push_back(table.table->name);
    if (appear_at_once_) return "no table has been changed; load again";
    return fmt::format("loaded: {}; not loaded: {}; load again",
                       names[0].empty() ? "none" : absl::StrJoin(names[0], ", "), absl::StrJoin(names[1], ", "));
  }

  // Of a table to which nothing was written there may be nothing to verify.
  Status Verify(SortedSource& source) {
    const bool is_all = options_.verify == VerifyScope::kAll;
    std::vector<WantedTable> wanted;
    for (LoadedTable& table : tables_) {
      if (is_all || !table.written.touched.empty()) {
        wanted.push_back({table.table, false});
      } else {
        table.written.load.verification.emplace().table = table.table->name;
      }
    }
    const auto verify = [&](const Table& table, const SortedRows& rows, const SortedRows*) -> Status {
      LoadedTable& one = Find(table);
      WrittenRows& written = one.written;
      const size_t threads = options_.sort.threads;
      ASSIGN_OR_RETURN(written.load.verification, is_all ? VerifyTable(store_, table, rows, threads)
                                                         : VerifyRanges(store_, table, rows, written.touched, threads));
      return IsDifferent(written.load) ? marks_.FoundWrong(table, one.before.mark, written.load) : absl::OkStatus();
    };
    const Status status = source.ForEach(wanted, verify);
    return status.ok() ? status : AfterStop(status, "all tables are loaded, but not verified");
  }

  Store& store_;
  const StateBefore before_;
  const PlaysFile& plays_;
  const LoadOptions& options_;
  MarkWriter marks_;
  std::vector<LoadedTable> tables_;
  bool appear_at_once_ = false;  // the changes
  LoadReport report_;
};

// Write times rise from load to load, also where the clock of this host is late. Tables that were dropped have left no
// mark, and other programs have other clocks, so the store's clock counts, too.
WriteTime TimeOf(const LoadLease& lease, const StateBefore& before, WriteTime now) {
  return std::max({now, lease.taken_at(), before.last_write_time + kNextLoadAfter});
}

// The rows are written later than `after`.
StatusOr<LoadReport> LoadOnce(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                              const LoadOptions& options, WriteTime after = WriteTime()) {
  const LoadOwner owner = ThisLoad();
  ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, store.TakeLease(owner, tables));
  PlaysId id(plays);
  ASSIGN_OR_RETURN(StateBefore before, FindHeldRows(store, tables, plays, &id, options.trust));
  before.last_write_time = std::max(before.last_write_time, after);
  const WriteTime now = std::chrono::system_clock::now();
  const WriteTime time = TimeOf(*lease, before, now);
  MarkWriter marks(store, plays, &id, owner, time);
  ASSIGN_OR_RETURN(LoadReport report, Loader(store, std::move(before), tables, plays, options, std::move(marks)).Run());
  report.write_time = time;
  report.late_by = std::chrono::duration_cast<std::chrono::seconds>(time - now);
  return report;
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
StatusOr<WriteTime> LastWriteOfDifferent(Store& store, const std::vector<Table>& tables, const LoadReport& report) {
  WriteTime last;
  for (size_t i = 0; i < tables.size(); ++i) {
    if (!IsDifferent(report.tables[i])) continue;
    ASSIGN_OR_RETURN(const WriteTime time, store.LastWrite(tables[i]));
    last = std::max(last, time);
  }
  return last;
}

// Another program may have written rows with times that are later than those of a load, which a store then takes for
// the right ones: they are loaded once more, later than that.
Status OutdoLaterRows(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                      const LoadOptions& options, LoadReport* report) {
  // So that there are times left for the loads to come.
  constexpr WriteTime kLatest = WriteTime::max() - std::chrono::hours(24 * 365);
  ASSIGN_OR_RETURN(const WriteTime last, LastWriteOfDifferent(store, tables, *report));
  if (last <= report->write_time || last > kLatest) return absl::OkStatus();
  ASSIGN_OR_RETURN(LoadReport later, LoadOnce(store, tables, plays, options, last));
  // The changes were counted when they were in vain.
  for (size_t i = 0; i < tables.size(); ++i) {
    report->tables[i].verification = std::move(later.tables[i].verification);
  }
  report->write_time = later.write_time;
  report->outdone = last;
  return absl::OkStatus();
}

}  // namespace

StatusOr<LoadReport> Load(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                          const LoadOptions& options) {
  ASSIGN_OR_RETURN(LoadReport report, LoadOnce(store, tables, plays, options));
  KeepLastPlays(plays);
  LoadOptions untrusting = options;
  untrusting.trust = Trust::kNothing;
  untrusting.on_conflict = nullptr;  // they have been reported
  if (options.trust != Trust::kNothing && IsAnyDifferent(report)) {
    ASSIGN_OR_RETURN(LoadReport whole, LoadOnce(store, tables, plays, untrusting));
    for (size_t i = 0; i < tables.size(); ++i) AddChanges(report.tables[i], &whole.tables[i]);
    whole.marks_were_wrong = true;
    whole.damaged_marks = std::move(report.damaged_marks);
    report = std::move(whole);
  }
  if (IsAnyDifferent(report)) RETURN_IF_ERROR(OutdoLaterRows(store, tables, plays, untrusting, &report));
  for (const TableLoad& table : report.tables) {
    if (IsDifferent(table)) report.still_different.push_back(table.table);
  }
  return report;
}

}  // namespace earshot
