#include "stores/cassandra/table_scans.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/stop_token.h"
#include "cql/cells.h"
#include "cql/ring.h"
#include "cql/tables/statements.h"
#include "cql/tables/token_order.h"

namespace earshot {
namespace {

// How many ranges of the ring are counted at the same time.
constexpr size_t kCountRangesMax = 4;

// Other programs may have written any.
WriteTime TimeOfMicroseconds(int64_t time) {
  constexpr auto kMax = std::chrono::duration_cast<std::chrono::microseconds>(WriteTime::duration::max());
  return WriteTime(std::min(std::chrono::microseconds(time), kMax));
}

}  // namespace

std::string BoundsOf(const KeyRange& range) {
  std::string bounds;
  for (const std::string& key : {range.begin, range.end}) {
    if (!key.empty()) AppendBigintCell(TokenOf(key), &bounds);
  }
  return bounds;
}

// Several ranges of the ring are read at once, as each scan fetches its next page ahead.
StatusOr<uint64_t> CountRows(const cql::Client& client, const std::string& keyspace, const Table& table) {
  std::vector<std::unique_ptr<RowCursor>> scans;
  for (const KeyRange& range : SplitRing(kCountRangesMax)) {
    ASSIGN_OR_RETURN(std::unique_ptr<RowCursor> scan,
                     Select(client, {CqlScan(keyspace, table, table.columns.front().name, range), BoundsOf(range),
                                     "counting the rows of " + table.name}));
    scans.push_back(std::move(scan));
  }
  uint64_t rows = 0;
  std::string_view row;
  for (const std::unique_ptr<RowCursor>& scan : scans) {
    while (true) {
      ASSIGN_OR_RETURN(const bool more, scan->Next(&row));
      if (!more) break;
      ++rows;
    }
  }
  return rows;
}

StatusOr<WriteTime> LastWriteTime(const cql::Client& client, const std::string& keyspace, const Table& table) {
  const std::string columns = CqlWriteTimes(table);
  if (columns.empty()) return WriteTime();
  ASSIGN_OR_RETURN(
      const std::unique_ptr<RowCursor> rows,
      Select(client, {CqlScan(keyspace, table, columns, KeyRange{}), "", "reading the write times of " + table.name}));
  int64_t last = 0;
  std::string_view row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, rows->Next(&row));
    if (!more) return TimeOfMicroseconds(last);
    for (CellReader cells(row); !cells.AtEnd();) {
      const std::string_view time = cells.Next();
      if (time.size() == sizeof(int64_t)) last = std::max(last, BigintOf(time));
    }
  }
}

}  // namespace earshot
