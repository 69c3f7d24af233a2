// Marks of loads: what a store knows of the load that filled each table, or has begun to, so that nobody takes an
// answer from a table that has never been filled.
//
// The marks are rows of a table of their own, earshot_loads, that is created, written and read as any other. A mark is
// written before its table is created or changed, and again when all its rows are there. Plain data and functions on a
// store; they keep the threads of the parts that they use.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/status.h"
#include "questions/table.h"
#include "stores/store.h"

namespace earshot {

enum class LoadState {
  kFirstLoad,  // the table is being filled for the first time, or that was stopped: no answer is right
  kLoad,       // another load is changing it, or was stopped: answers may be those of before
  kComplete,
};

struct LoadMark {
  std::string table;
  LoadState state = LoadState::kComplete;
  std::string plays_file;
  uint64_t plays = 0;  // of the last load that was completed, as the next two
  uint64_t rows = 0;
  std::string digest;    // of the rows
  WriteTime write_time;  // that the rows have in a store that keeps it, to the microsecond
  std::string host;      // who loads
  uint64_t process = 0;
  WriteTime since;  // when the load began or, for a complete one, ended
};

// "first load", "load", "complete"
const char* NameOf(LoadState state);

// "by process 123 on host db1 since 2018-11-30 03:00:01"
std::string DescribeLoader(const LoadMark& mark);

// The table of the marks.
const Table& LoadMarksTable();

// The mark of `table`; none where the store has none, as of a table that another program has made.
StatusOr<std::optional<LoadMark>> ReadLoadMark(TableReader& store, const std::string& table);

// `time` is later than that of any write of the mark before.
Status WriteLoadMark(TableSink& store, const LoadMark& mark, WriteTime time);

// Removes the mark of a table that is dropped, and the table of the marks with the last one.
Status RemoveLoadMark(Store& store, const std::string& table);

}  // namespace earshot
