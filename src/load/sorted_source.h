// The tables' source side, for load and verify alike: a consolidated file and, where tables are of other datasets, the
// files of those, each read and decoded once, each record's row encoded for each table, all sorted into the store's
// order.
//
// Reads and encodes on threads of its own, and calls back on the caller's thread. Belongs to one thread; order and
// tables must outlive it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/status.h"
#include "plays/dataset.h"
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

// An error where it is another file now, or has been written to; a TransientError of what is computed of plays.
Status CheckUnchanged(const PlaysFile& plays);

// The files that tables are made of, one for each dataset. One that no table is of need not be there.
struct SourceFiles {
  SourceFiles() = default;
  SourceFiles(PlaysFile plays, PlaysFile events = {}) {  // NOLINT(google-explicit-constructor)
    of[PlaysDataset()] = std::move(plays);
    of[EventsDataset()] = std::move(events);
  }

  const PlaysFile& Of(const Table& table) const { return of[*table.question.of]; }
  const PlaysFile& plays() const { return of[PlaysDataset()]; }

  PerDataset<PlaysFile> of;
};

// The bytes of the largest one.
uint64_t LargestOf(const SourceFiles& files);

// The datasets that the tables are of, each once.
std::vector<const Dataset*> DatasetsOf(const std::vector<Table>& tables);

struct SortOptions {
  size_t memory_bytes = size_t{256} << 20;  // shared by the tables
  size_t threads = 0;                       // 0: as many as the machine has
};

// A table whose rows are wanted.
struct WantedTable {
  const Table* table = nullptr;
  bool wants_last = false;  // also its rows as the last plays have them
};

class SortedSource {
 public:
  // `last` are files of before, of which rows may be wanted, too; their paths may be empty.
  SortedSource(SourceFiles files, SourceFiles last, const RowOrder& order, const SortOptions& options)
      : files_(std::move(files)), last_(std::move(last)), order_(order), options_(options) {}

  // `last` is null where it was not wanted.
  using Use = std::function<Status(const Table&, const SortedRows& rows, const SortedRows* last)>;

  // Sorts the rows of each table and hands them to `use`; first those that are kept, then in the order given. A file is
  // read once, or once for each group of its tables where all together would take too much memory or disk. While
  // one table's rows are in use, the next one's are being sorted in another thread. Ends with the first error: an
  // invalid value in a file is reported before the first use, and so is a file that has changed since its stamp was
  // taken.
  Status ForEach(const std::vector<WantedTable>& tables, const Use& use);

  // From now on the rows of the plays are kept once they are sorted, and handed out again, unless they had to be sorted
  // in groups. They take the memory and disk that they took when they were sorted.
  void KeepRows() { keeps_rows_ = true; }

 private:
  struct Group;
  struct Member;
  struct SortedPair;
  Status Collect(const std::vector<WantedTable>& tables, size_t first, size_t count, Group* group) const;
  Status CollectOf(const Dataset& dataset, const std::vector<WantedTable>& tables, size_t first, Group* group) const;
  StatusOr<std::unique_ptr<SortedRows>> Measure(const Table& table, std::unique_ptr<SortedRows> rows,
                                                size_t measure_bytes, const std::string& path) const;
  StatusOr<SortedPair> Sort(Member& member, size_t measure_bytes) const;
  Status UseEach(Group group, const Use& use);

  const SourceFiles files_;
  const SourceFiles last_;
  const RowOrder& order_;
  const SortOptions options_;
  bool keeps_rows_ = false;
  std::map<const Table*, std::unique_ptr<SortedRows>> kept_;
};

}  // namespace earshot
