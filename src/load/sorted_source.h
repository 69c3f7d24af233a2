// The tables' source side, for load and verify alike: the consolidated file read and decoded once, each play's row
// encoded for each table, all sorted into the store's order.
//
// Reads and encodes on threads of its own, and calls back on the caller's thread. Tables and order must outlive the
// call.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/status.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/order.h"
#include "rows/sorted_rows.h"

namespace earshot {

// A consolidated file as it was when it was looked at. What reads it more than once wants the same plays each time.
struct PlaysFile {
  std::string path;
  FileStamp stamp;
};

struct SortOptions {
  size_t memory_bytes = size_t{256} << 20;  // shared by the tables
  size_t threads = 0;                       // 0: as many as the machine has
};

// Compares the rows that came out of sorting, copies of a key included, with those that went into it, as they were read
// from the file. Whoever has consumed all rows of a table calls it: what neither the disk's checksums nor the code's
// tests catch ends here.
Status CheckAsRead(const Table& table, const SortedRows& rows, uint64_t count, const Digest& digest);

using SortedRowsUser = std::function<Status(const Table&, const SortedRows&)>;

// Sorts the rows of each table and hands them to `use`, in the tables' order. The file is read once, or once for each
// group of tables where all of them together would take too much memory or disk. While one table's rows are in use, the
// next one's are being sorted in another thread. Ends with the first error: an invalid value in the file is
// reported before the first use, and so is a file that has changed since its stamp was taken.
Status ForEachSorted(const PlaysFile& plays, const std::vector<Table>& tables, const RowOrder& order,
                     const SortOptions& options, const SortedRowsUser& use);

}  // namespace earshot
