// The tables as SSTables for one node that has all rows, without a server: what `sstables` does where it is given no
// cluster.
//
// Main thread only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "cli/settings.h"
#include "load/sorted_source.h"
#include "questions/table.h"
#include "rows/digest.h"
#include "rows/distinct_rows.h"
#include "stores/table_writer.h"

namespace earshot {

struct WrittenSSTable {
  std::string table;
  std::string directory;  // empty where there was no row to write
  uint64_t plays = 0;
  uint64_t left_out = 0;
  uint64_t rows = 0;
  DroppedCounts dropped;
  Digest digest;
};

// Writes each table's files into a directory of its own in `directory`.
StatusOr<std::vector<WrittenSSTable>> WriteForOneNode(const std::vector<Table>& tables, const SourceFiles& files,
                                                      const Settings& settings, const std::string& directory,
                                                      WriteTime time);

Status PrintSSTables(const std::vector<WrittenSSTable>& all, Format format, OutputStream& output);

}  // namespace earshot
