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
  explicit LastPlays(const PlaysFile& plays) {
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

bool IsTrusted(const LoadMark& mark, const Table& table) {
  return mark.state == LoadState::kComplete && !mark.plays_id.empty() && mark.schema == SchemaOf(table) &&
         Digest::Parse(mark.digest).has_value();
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
  return std::all_of(tables.begin(), tables.end(),
                     [](const TableBefore& table) { return table.rows == HeldRows::kTheSame; });
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

StatusOr<StateBefore> FindHeldRows(Store& store, const std::vector<Table>& tables, const PlaysFile& plays, PlaysId* id,
                                   Trust trust) {
  StateBefore state;
  LastPlays last(plays);
  state.last_plays = last.file();
  ASSIGN_OR_RETURN(const std::vector<MarkedTable> marks, ReadLoadMarks(store));
  for (const MarkedTable& marked : marks) {
    if (marked.mark.has_value()) state.last_write_time = std::max(state.last_write_time, marked.mark->write_time);
  }
  for (const Table& table : tables) {
    TableBefore& before = state.tables.emplace_back();
    for (const MarkedTable& marked : marks) {
      if (marked.table != table.name) continue;
      before.mark = marked.mark;
      if (!marked.mark.has_value()) state.damaged_marks.push_back(marked.table);
    }
    ASSIGN_OR_RETURN(const std::optional<bool> has_rows, HasRows(store, table));
    if (!has_rows.has_value()) {
      before.rows = HeldRows::kNone;
    } else if (trust == Trust::kMarks && before.mark.has_value() && IsTrusted(*before.mark, table)) {
      // A table that somebody has emptied needs no verification to be noticed.
      if (*has_rows != (before.mark->rows > 0)) continue;
      ASSIGN_OR_RETURN(const bool is_same, id->Is(before.mark->plays_id));
      if (is_same) {
        before.rows = HeldRows::kTheSame;
      } else if (last.Are(before.mark->plays_id)) {
        before.rows = HeldRows::kLastPlays;
      }
    }
  }
  return state;
}

}  // namespace earshot
