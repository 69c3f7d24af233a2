// What `earshot model forecast` and `model show` print of tables that grow. Main thread only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "cli/output_stream.h"
#include "cli/result_printer.h"
#include "profile/forecast.h"
#include "profile/partition_limits.h"

namespace earshot {

// A table's partitions now and then.
struct TableOutlook {
  const TableForecast* forecast = nullptr;
  FutureSizes sizes;                  // once there are as many plays as are asked about
  std::optional<double> over_limits;  // from how many plays on
  std::string date;                   // when that is; empty where it is not known, or never
  std::vector<std::string> fixes;     // as in FixesOf; none where it stays below the limits until then
};

// In the order of the tables.
std::vector<TableOutlook> OutlooksOf(const Forecast& forecast, Growth growth, double plays,
                                     const PartitionLimits& limits);

// The day on which there are so many plays, as many a day as were read; empty where the plays say no day.
std::string DateOfPlays(const SeenPlays& seen, double plays);

// "larger partitions: each play adds a row"
std::string DescribeGrowth(const TableForecast& forecast);
// "at 12,000,000 plays, on 2027-03-01"; "not within 1,000,000,000,000 plays"
std::string DescribeOverLimits(const TableOutlook& outlook);
// Which table is the first over the limits.
std::string DescribeFirstOver(const std::vector<TableOutlook>& outlooks, const PartitionLimits& limits);

// "12,300": a number that is an estimate.
std::string About(double number);

// "5,190 partitions, the largest has 37 rows in 1,240 bytes"
std::string DescribeSizes(double partitions, double rows, double bytes);

// For people: lines that begin with blanks.
std::string DescribeOutlook(const TableOutlook& outlook, double plays);

// For programs: what is known of one table as a JSON object, and a row for each table. For 0 plays there is no
// forecast.
std::string OutlookJson(const TableOutlook& outlook, double plays);
Status PrintOutlooks(const std::vector<TableOutlook>& outlooks, double plays, Format format, OutputStream& output);

}  // namespace earshot
