#include "load/load.h"

#include <absl/strings/str_join.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "base/error_code.h"
#include "base/progress.h"
#include "base/stop_token.h"
#include "load/batcher.h"
#include "load/removals.h"
#include "load/row_merge.h"
#include "load/sorted_source.h"
#include "load/table_loader.h"
#include "rows/row.h"
#include "stores/load_mark.h"

namespace earshot {
namespace {

constexpr size_t kRangesMax = 16;
constexpr size_t kConflictExamplesMax = 5;
// A load's marks have times of their own, before and after those of its rows.
constexpr std::chrono::microseconds kTimeBetweenLoads(2);

std::string HostName() {
  std::array<char, 256> name = {};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "unknown";
}

// A table's rows, and the store that they are to be in.
struct TableWork {
  Store& store;
  const Table& table;
  const SortedRows& rows;
  WriteTime time;
};

// Sends the changes of the table. `check` is asked before they are made durable.
Status SendChanges(const TableWork& work, Change change, const ConflictHandler& on_conflict, const char* doing,
                   const std::function<Status(const std::vector<Batcher>&)>& check) {
  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, work.store.Write(work.table, work.time));
  std::vector<Batcher> ranges;
  for (const KeyRange& range : work.store.WriteRanges(std::min(kRangesMax, work.rows.cursors_max()))) {
    ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, work.rows.Open(range.begin, range.end));
    ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> scan, work.store.Scan(work.table, range));
    DistinctRows source(work.table, std::move(cursor), on_conflict);
    ranges.emplace_back(RowMerge(work.table, work.store, std::move(source), std::move(scan)), *writer, change,
                        ranges.size());
  }
  Progress progress(fmt::format("{} {}", doing, work.table.name), "rows", work.rows.count());
  TableLoader loader(work.table, *writer, std::move(ranges), progress);
  return loader.Run([&] { return check(loader.ranges()); });
}

// Adds up what the ranges have read, which is all there is.
Status CountRows(const TableWork& work, const std::vector<Batcher>& ranges, TableLoad* load) {
  MatchCounts counts;
  Digest all_rows;
  for (const Batcher& range : ranges) {
    counts.Add(range.counts());
    load->rows += range.rows().source_rows();
    load->dropped.Add(range.rows().source().counts());
    load->digest.Add(range.rows().source_digest());
    all_rows.Add(range.rows().source().dropped_digest());
  }
  load->same = counts.same;
  load->added = counts.missing;
  load->changed = counts.differing;
  load->extra = counts.extra;
  all_rows.Add(load->digest);
  return CheckAsRead(work.table, work.rows, load->rows + load->dropped.total(), all_rows);
}

StatusOr<TableLoad> WriteRows(const TableWork& work, const LoadOptions& options) {
  TableLoad load;
  load.table = work.table.name;
  load.plays = work.rows.count();
  const ConflictHandler on_conflict = [&](const Conflict& conflict) {
    if (load.conflict_examples.size() < kConflictExamplesMax) {
      load.conflict_examples.push_back(
          {DescribeKey(work.table, conflict.kept_row), conflict.kept_origin, conflict.dropped_origin});
    }
    return options.on_conflict ? options.on_conflict(work.table, conflict) : absl::OkStatus();
  };
  const auto check = [&](const std::vector<Batcher>& ranges) { return CountRows(work, ranges, &load); };
  RETURN_IF_ERROR(SendChanges(work, Change::kWrite, on_conflict, "load", check));
  return load;
}

Status RemoveExtraRows(const TableWork& work, TableLoad* load) {
  const auto check = [&](const std::vector<Batcher>& ranges) {
    for (const Batcher& range : ranges) load->removed += range.counts().extra;
    load->extra = 0;
    return absl::OkStatus();
  };
  return SendChanges(work, Change::kRemove, /*on_conflict=*/nullptr, "remove from", check);
}

// "loaded: song_at; not loaded: session_songs, song_listeners; load again"
std::string LoadedSoFar(const std::vector<Table>& tables, size_t count) {
  if (count == tables.size()) return "all tables are loaded, but not verified";
  std::vector<std::string> names[2];
  for (size_t i = 0; i < tables.size(); ++i) names[i < count ? 0 : 1].push_back(tables[i].name);
  return fmt::format("loaded: {}; not loaded: {}; load again", count == 0 ? "none" : absl::StrJoin(names[0], ", "),
                     absl::StrJoin(names[1], ", "));
}

// One load: its tables one after the other.
class Loader {
 public:
  Loader(Store& store, const std::vector<Table>& tables, const PlaysFile& plays, const LoadOptions& options)
      : store_(store), tables_(tables), plays_(plays), options_(options) {}

  StatusOr<std::vector<TableLoad>> Run() {
    RETURN_IF_ERROR(ReadMarks());
    RETURN_IF_ERROR(Mark(LoadState::kFirstLoad));
    for (const Table& table : tables_) RETURN_IF_ERROR(store_.Create(table));
    RETURN_IF_ERROR(WriteAll());
    RETURN_IF_ERROR(RemoveAll());
    return std::move(loads_);
  }

 private:
  // Write times rise from load to load, also where the clock of this host is late.
  Status ReadMarks() {
    for (const Table& table : tables_) {
      ASSIGN_OR_RETURN(const std::optional<LoadMark> mark, ReadLoadMark(store_, table.name));
      ASSIGN_OR_RETURN(const bool exists, Exists(table));
      const bool answers = mark.has_value() ? mark->state != LoadState::kFirstLoad : exists;
      states_.push_back(exists && answers ? LoadState::kLoad : LoadState::kFirstLoad);
      marks_before_.push_back(mark);
      if (mark.has_value()) time_ = std::max(time_, mark->write_time + kTimeBetweenLoads);
    }
    return absl::OkStatus();
  }

  // A table's first load is marked before the table is created: until it is complete, nobody takes an answer from it.
  // Another load is marked before the first table is changed.
  Status Mark(LoadState state) {
    for (size_t i = 0; i < tables_.size(); ++i) {
      if (states_[i] != state) continue;
      LoadMark mark = MarkOf(tables_[i], state);
      if (const std::optional<LoadMark>& before = marks_before_[i]; before.has_value()) {
        mark.plays = before->plays;
        mark.rows = before->rows;
        mark.digest = before->digest;
      }
      RETURN_IF_ERROR(WriteLoadMark(store_, mark, time_));
    }
    return absl::OkStatus();
  }

  StatusOr<bool> Exists(const Table& table) {
    const Status status = store_.Scan(table, KeyRange{}).status();
    if (CodeOf(status) == ErrorCode::kTableMissing) return false;
    RETURN_IF_ERROR(status);
    return true;
  }

  LoadMark MarkOf(const Table& table, LoadState state) const {
    LoadMark mark;
    mark.table = table.name;
    mark.state = state;
    mark.plays_file = plays_.path;
    mark.write_time = time_;
    mark.host = HostName();
    mark.process = static_cast<uint64_t>(getpid());
    mark.since = std::chrono::system_clock::now();
    return mark;
  }

  Status MarkComplete(const Table& table, const TableLoad& load) {
    LoadMark mark = MarkOf(table, LoadState::kComplete);
    mark.plays = load.plays;
    mark.rows = load.rows;
    mark.digest = load.digest.ToString();
    return WriteLoadMark(store_, mark, time_ + kTimeBetweenLoads / 2);
  }

  Status WriteAll() {
    const auto write = [&](const Table& table, const SortedRows& rows) -> Status {
      if (loads_.empty()) RETURN_IF_ERROR(Mark(LoadState::kLoad));
      ASSIGN_OR_RETURN(TableLoad load, WriteRows({store_, table, rows, time_}, options_));
      loads_.push_back(std::move(load));
      if (loads_.back().extra > 0) return absl::OkStatus();
      RETURN_IF_ERROR(MarkComplete(table, loads_.back()));
      return VerifyIfAsked(table, rows, &loads_.back());
    };
    const Status status = ForEachSorted(plays_, tables_, store_.Order(), options_.sort, write);
    return status.ok() ? status : AfterStop(status, LoadedSoFar(tables_, loads_.size()));
  }

  // Rows vanish after all others are there, and only once it is known how many would. Their tables are sorted again, as
  // it happens rarely.
  Status RemoveAll() {
    std::vector<Table> tables;
    for (size_t i = 0; i < tables_.size(); ++i) {
      TableLoad& load = loads_[i];
      if (load.extra == 0) continue;
      tables.push_back(tables_[i]);
      const uint64_t store_rows = load.same + load.changed + load.extra;
      const ExtraRows rows = {load.table, load.extra, store_rows, load.plays};
      load.loss = LossOver(options_.removals_max, rows, marks_before_[i]).value_or("");
    }
    if (tables.empty()) return absl::OkStatus();
    const bool removes =
        std::all_of(loads_.begin(), loads_.end(), [](const TableLoad& load) { return load.loss.empty(); });
    const auto remove = [&](const Table& table, const SortedRows& rows) -> Status {
      TableLoad& load = LoadOf(table);
      if (removes) {
        RETURN_IF_ERROR(RemoveExtraRows({store_, table, rows, time_}, &load));
        RETURN_IF_ERROR(MarkComplete(table, load));
      }
      return VerifyIfAsked(table, rows, &load);
    };
    if (!removes) {
      // Rows that stay make no answer wrong that was right before.
      for (const Table& table : tables) RETURN_IF_ERROR(MarkComplete(table, LoadOf(table)));
      if (!options_.verify) return absl::OkStatus();
    }
    const Status status = ForEachSorted(plays_, tables, store_.Order(), options_.sort, remove);
    return status.ok()
               ? status
               : AfterStop(status, "all rows are written, but not all that are too many are removed; load again");
  }

  TableLoad& LoadOf(const Table& table) {
    return *std::find_if(loads_.begin(), loads_.end(), [&](const TableLoad& load) { return load.table == table.name; });
  }

  Status VerifyIfAsked(const Table& table, const SortedRows& rows, TableLoad* load) {
    if (!options_.verify) return absl::OkStatus();
    ASSIGN_OR_RETURN(load->verification, VerifyTable(store_, table, rows, options_.sort.threads));
    return absl::OkStatus();
  }

  Store& store_;
  const std::vector<Table>& tables_;
  const PlaysFile& plays_;
  const LoadOptions& options_;
  WriteTime time_ = std::chrono::system_clock::now();
  std::vector<LoadState> states_;  // of the tables, while they are loaded
  std::vector<std::optional<LoadMark>> marks_before_;
  std::vector<TableLoad> loads_;
};

}  // namespace

StatusOr<std::vector<TableLoad>> Load(Store& store, const std::vector<Table>& tables, const PlaysFile& plays,
                                      const LoadOptions& options) {
  return Loader(store, tables, plays, options).Run();
}

}  // namespace earshot
