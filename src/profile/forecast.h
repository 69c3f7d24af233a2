// What partitions a question's table will have once there are more plays than were read: how its partitions grow and
// what adds rows to them are found in the plays, by what comes again in other parts of them.
//
// Events that are not plays are taken to become more as the plays do.
//
// Reads the files once, and the plays again for their days where they have no column `day`, within the memory that it
// is given. Runs on the caller's thread; others read, encode and sort.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "load/sorted_source.h"
#include "profile/group_growth.h"
#include "profile/occupancy.h"
#include "profile/partition_limits.h"
#include "profile/parts.h"
#include "profile/table_profile.h"
#include "questions/table.h"

namespace earshot {

// The days of the plays, as the number of days since 1970-01-01.
struct DaySpan {
  int64_t first = 0;
  int64_t last = 0;
  double days() const { return static_cast<double>(last - first + 1); }
};

// What of a consolidated file a forecast begins with, whatever the questions are of.
struct SeenPlays {
  uint64_t plays = 0;
  std::optional<DaySpan> span;  // where it says when they were
};

// No forecast is for more plays.
inline constexpr double kForecastPlaysMax = 1e12;

struct FutureSizes {
  double partitions = 0;
  double rows_max = 0;
  double bytes_max = 0;
};

// What makes a table's partitions more, or larger.
enum class PartitionGrowth {
  kMore,    // each comes to an end, and others follow
  kLarger,  // they are the same, and go on
};
enum class RowGrowth {
  kOne,       // there is one row
  kEachPlay,  // each play is one
  kNew,       // what rows are for comes to an end, and others follow: each day, each session
  kFixedSet,  // what rows are for is the same, and comes again
};

class TableForecast {
 public:
  // What was found in the plays. The table must outlive it.
  struct Found {
    SeenPlays seen;
    TableProfile profile;
    GroupGrowth partitions;  // the plays, or events, of each, buckets not distinguished
    GroupGrowth values;      // those of each row's key without that of the partition
  };
  TableForecast(const Table& table, Growth growth, Found found);

  const Table& table() const { return *table_; }
  const TableProfile& profile() const { return found_.profile; }
  PartitionGrowth partition_growth() const { return partition_growth_; }
  RowGrowth row_growth() const { return row_growth_; }
  // The columns of the dataset that distinguish a partition's rows.
  const std::vector<std::string>& row_names() const { return row_names_; }

  // Once there are so many plays; with fewer than were read, as they are.
  FutureSizes At(double plays) const;
  // The number of plays at which the largest partition has more than that; nothing where it never has, or not before
  // there are kForecastPlaysMax.
  std::optional<double> PlaysOver(const PartitionLimits& limits) const;

 private:
  bool IsMore(const std::vector<std::string>& names, const GroupGrowth& growth) const;
  double LargestGroupGrowth(double times) const;
  double PartitionsAt(double times) const;
  double RowsAt(double times) const;
  double LargerRows(double times) const;

  const Table* table_;
  Growth growth_;
  Found found_;
  std::vector<std::string> row_names_;
  PartitionGrowth partition_growth_ = PartitionGrowth::kMore;
  RowGrowth row_growth_ = RowGrowth::kOne;
  // By days, how many times the days that were read a calendar's unit has that the partition's key, or the rest of the
  // rows' key, is of: a month, where ten days were read.
  std::optional<double> partition_period_;
  std::optional<double> value_period_;
  double lasting_share_ = 1;             // of the largest partition's plays, those that are not its luck
  std::optional<Occupancy> all_groups_;  // of the partitions
  std::optional<GroupOccupancy> rows_;   // where the rows' keys are of a fixed set
};

struct ForecastOptions {
  SortOptions sort;
  Growth growth = Growth::kDays;
};

struct Forecast {
  SeenPlays seen;
  std::vector<TableForecast> tables;  // in their order; the tables must outlive it
};

// The plays have to be there even where all tables are of events: forecasts are for so many of them.
StatusOr<Forecast> ForecastTables(const std::vector<Table>& tables, const SourceFiles& files,
                                  const ForecastOptions& options);

}  // namespace earshot
