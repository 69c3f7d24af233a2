// earshot model forecast PLAYS: how large the questions' partitions become as plays are added, which question is the
// first over the limits, when, and what to write then. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "base/status.h"
#include "cli/command.h"
#include "cli/forecast_report.h"
#include "profile/forecast.h"
#include "profile/partition_limits.h"

namespace earshot {

struct ModelForecastArguments {
  std::string file;    // of plays
  std::string events;  // the file of all events; empty: beside the plays
  double plays = 0;    // for which to forecast; 0: for none
  Growth growth = Growth::kDays;
  PartitionLimits limits;
};

// The tables without those of what is computed of the plays; says which were left out. How many rows those have follows
// from the listeners and artists there are, and not from the number of plays.
std::vector<Table> TablesToForecast(std::vector<Table> tables);

// Reads the plays and, where questions are of them, the events. REQUIRES: no table is of what is computed of the plays.
StatusOr<Forecast> ReadForecast(const Settings& settings, const std::vector<Table>& tables,
                                const ModelForecastArguments& arguments);
std::vector<TableOutlook> OutlooksOf(const Forecast& forecast, const ModelForecastArguments& arguments);
// Which plays were read, and what more of them are.
std::string DescribeSeen(const Forecast& forecast, const ModelForecastArguments& arguments);

Status ForecastModel(CommandContext& context, const ModelForecastArguments& arguments);

}  // namespace earshot
