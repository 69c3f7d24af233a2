#include "load/held_rows.h"

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "base/content_id.h"
#include "base/error_code.h"
#include "load/last_plays.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"

namespace earshot {
namespace {

// The plays that tables were last loaded with, where they are at hand.
class LastPlays {
 public:
  LastPlays() = default;
  explicit LastPlays(const PlaysFile& plays) {
    if (plays.path.empty()) return;
    file_.path = LastPlaysPath(plays.path);
    const StatusOr<FileStamp> stamp = StampOf(file_.path);
    if (!stamp.ok()) return;
    file_.stamp = *stamp;
    id_.emplace(file_);
  }

  const PlaysFile& file() const { return file_; }
  // Whatever is wrong with the file, there is the store.
  bool Are(const std::string& id) { return id_.has_value() && id_->Is(id).value_or(false); }

 private:
  PlaysFile file_;
  std::optional<PlaysId> id_;
};

// The same of all datasets.
struct LastFiles {
  explicit LastFiles(const SourceFiles& files) {
    for (const Dataset* dataset : AllDatasets()) of[*dataset] = LastPlays(files.of[*dataset]);
  }

  SourceFiles files() const {
    SourceFiles files;
    for (const Dataset* dataset : AllDatasets()) files.of[*dataset] = of[*dataset].file();
    return files;
  }
  LastPlays& Of(const Table& table) { return of[*table.question.of]; }

  PerDataset<LastPlays> of;
};

// So many that a server need not read over too many removed rows to the end of one.
constexpr size_t kSmallRanges = 1024;

StatusOr<bool> HasRowsIn(Store& store, const Table& table, const KeyRange& range) {
  ASSIGN_OR_RETURN(const std::unique_ptr<RowCursor> rows, store.Scan(table, range));
  std::string_view row;
  return rows->Next(&row);
}

// Nothing where there is no such table.
StatusOr<std::optional<bool>> HasRows(Store& store, const Table& table) {
  StatusOr<bool> has_rows = HasRowsIn(store, table, KeyRange{});
  if (CodeOf(has_rows.status()) == ErrorCode::kTableMissing) return std::nullopt;
  if (CodeOf(has_rows.status()) == ErrorCode::kTooManyRemovedRows) {
    has_rows = false;
    for (const KeyRange& range : store.WriteRanges(kSmallRanges)) {
      ASSIGN_OR_RETURN(has_rows, HasRowsIn(store, table, range));
      if (*has_rows) break;
    }
  }
  RETURN_IF_ERROR(has_rows.status());
  return *has_rows;
}

// The rows that a table holds, as the plays have them that it was loaded with.
class LastRows : public RowCursor {
 public:
  LastRows(const Table& table, std::unique_ptr<SortedCursor> rows) : rows_(table, std::move(rows), nullptr) {}

  StatusOr<bool> Next(std::string_view* row) override {
    ASSIGN_OR_RETURN(const bool more, rows_.Next(&row_));
    *row = row_.row;
    return more;
  }

 private:
  DistinctRows rows_;
  SortedRow row_;
};

bool IsTrusted(const LoadMark& mark) {
  return mark.state == LoadState::kComplete && !mark.plays_id.empty() && Digest::Parse(mark.digest).has_value();
}

// A table that answers a changed question goes on answering until its successor is built. One whose first load has not
// finished answers nothing, and is in the way.
StatusOr<TableBefore> FindTable(Store& store, const Table& question, const std::vector<NamedMark>& marks,
                                StateBefore* state) {
  TableBefore before;
  ASSIGN_OR_RETURN(StoredTable stored, FindStoredIn(marks, store, question));
  if (stored.has_damaged_mark) state->damaged_marks.push_back(question.name);
  if (stored.is_of_question) {
    before.table = std::move(stored.table);
    before.mark = std::move(stored.mark);
    return before;
  }
  ASSIGN_OR_RETURN(const bool is_there, HasTable(store, stored.table));
  if (!is_there || stored.mark->state == LoadState::kFirstLoad) {
    before.table = question;
    before.rows = HeldRows::kNone;
    if (is_there) state->remainders.push_back({std::move(stored.table), RemainderKind::kUnfinished});
    return before;
  }
  before.table = TableBeside(question);
  std::optional<LoadMark> mark = MarkIn(marks, before.table.name);
  if (mark.has_value() && mark->schema == SchemaOf(question)) before.mark = std::move(mark);
  before.replaces = std::move(stored);
  return before;
}

StatusOr<HeldRows> FindRowsOf(Store& store, const TableBefore& table, SourceIds* ids, LastFiles* last, Trust trust) {
  ASSIGN_OR_RETURN(const std::optional<bool> has_rows, HasRows(store, table.table));
  if (!has_rows.has_value()) return HeldRows::kNone;
  if (trust != Trust::kMarks || !table.mark.has_value() || !IsTrusted(*table.mark)) {
    return HeldRows::kInStore;
  }
  // A table that somebody has emptied needs no verification to be noticed.
  if (*has_rows != (table.mark->rows > 0)) return HeldRows::kInStore;
  ASSIGN_OR_RETURN(const bool is_same, ids->Of(table.table).Is(table.mark->plays_id));
  if (is_same) return HeldRows::kTheSame;
  return last->Of(table.table).Are(table.mark->plays_id) ? HeldRows::kLastPlays : HeldRows::kInStore;
}

// Of the questions that are loaded; what is being built for them is none.
void AddRemainder(Remainder remainder, StateBefore* state) {
  const std::string& question = remainder.table.question.name;
  const auto is_of = [&](const TableBefore& table) { return table.table.question.name == question; };
  const auto table = std::find_if(state->tables.begin(), state->tables.end(), is_of);
  if (table == state->tables.end()) return;
  if (table->replaces.has_value() && remainder.table.name == table->table.name) return;
  state->remainders.push_back(std::move(remainder));
}

}  // namespace

StatusOr<std::unique_ptr<RowCursor>> OpenHeld(Store& store, const Table& table, const Held& held,
                                              const KeyRange& range) {
  switch (held.where) {
    case HeldRows::kNone: break;
    case HeldRows::kTheSame:
    case HeldRows::kLastPlays: {
      ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> rows, held.last->Open(range.begin, range.end));
      return std::make_unique<LastRows>(table, std::move(rows));
    }
    case HeldRows::kInStore: return store.Scan(table, range);
  }
  return nullptr;
}

bool StateBefore::AllAreTheSame() const {
  return std::all_of(tables.begin(), tables.end(), [](const TableBefore& table) {
    return table.rows == HeldRows::kTheSame && !table.replaces.has_value();
  });
}

StatusOr<std::string> PlaysId::Get() {
  if (!id_.empty()) return id_;
  ASSIGN_OR_RETURN(const ContentId id, ContentIdOf(plays_.path));
  RETURN_IF_ERROR(CheckUnchanged(plays_));
  id_ = id.ToString();
  return id_;
}

// Files of other sizes need not be read.
StatusOr<bool> PlaysId::Is(const std::string& id) {
  if (!id.starts_with(fmt::format("{}-", plays_.stamp.size))) return false;
  ASSIGN_OR_RETURN(const std::string own, Get());
  return own == id;
}

StatusOr<StateBefore> FindHeldRows(Store& store, const std::vector<Table>& questions, const SourceFiles& files,
                                   SourceIds* ids, Trust trust) {
  StateBefore state;
  LastFiles last(files);
  state.last_plays = last.files();
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, ReadLoadMarks(store));
  for (const NamedMark& named : marks) {
    if (named.mark.has_value()) state.last_write_time = std::max(state.last_write_time, named.mark->write_time);
  }
  for (const Table& question : questions) {
    ASSIGN_OR_RETURN(TableBefore before, FindTable(store, question, marks, &state));
    if (before.rows != HeldRows::kNone) {
      ASSIGN_OR_RETURN(before.rows, FindRowsOf(store, before, ids, &last, trust));
    }
    state.tables.push_back(std::move(before));
  }
  for (Remainder& remainder : RemaindersIn(marks)) AddRemainder(std::move(remainder), &state);
  return state;
}

}  // namespace earshot
