#include "cli/forecast_report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/report.h"
#include "cql/time_text.h"
#include "plays/counted.h"

namespace earshot {
namespace {

// No calendar goes on beyond.
constexpr double kDaysMax = 365.25 * 1000;

uint64_t Rounded(double number) { return static_cast<uint64_t>(std::llround(number)); }

std::string ForecastLine(std::string_view what, const std::string& text) {
  return fmt::format("  {:<12}{}\n", what, text);
}

const char* NameOf(PartitionGrowth growth) {
  switch (growth) {
    case PartitionGrowth::kMore: return "more";
    case PartitionGrowth::kLarger: return "larger";
  }
  return "";
}

std::string NameOf(RowGrowth growth, const Table& table) {
  switch (growth) {
    case RowGrowth::kOne: return "one";
    case RowGrowth::kEachPlay: return "each " + table.question.of->record;
    case RowGrowth::kNew: return "new values";
    case RowGrowth::kFixedSet: return "fixed set";
  }
  return "";
}

std::string SizesToday(const PartitionSizes& sizes) {
  return fmt::format("{}, the largest has {} in {}: {}", Counted(sizes.partitions, "partition"),
                     Counted(sizes.rows_spread.max, "row"), Counted(sizes.bytes_spread.max, "byte"),
                     sizes.largest.front().name);
}

std::string WithinPlaysMax() { return fmt::format("within {} plays", Grouped(Rounded(kForecastPlaysMax))); }

OutputValue Null() { return {"", /*is_null=*/true}; }

std::vector<OutputColumn> OutlookColumns() {
  std::vector<OutputColumn> columns = {{"table"}, {"growth"}, {"row_growth"}};
  for (const char* name : {"partitions_now", "rows_max_now", "bytes_max_now", "plays", "partitions", "rows_max",
                           "bytes_max", "over_limits_at"}) {
    columns.push_back({name, ValueKind::kNumber});
  }
  columns.push_back({"over_limits_on"});
  columns.push_back({"fixes", ValueKind::kJson});
  return columns;
}

std::vector<OutputValue> OutlookRow(const TableOutlook& outlook, double plays) {
  const TableForecast& forecast = *outlook.forecast;
  const PartitionSizes& today = forecast.profile().sizes;
  const bool is_unknown = today.rows == 0;
  const auto forecasted = [plays](double size) { return plays == 0 ? Null() : Number(Rounded(size)); };
  return {{forecast.table().name},
          is_unknown ? Null() : OutputValue{NameOf(forecast.partition_growth())},
          is_unknown ? Null() : OutputValue{NameOf(forecast.row_growth(), forecast.table())},
          Number(today.partitions),
          Number(today.rows_spread.max),
          Number(today.bytes_spread.max),
          forecasted(plays),
          forecasted(outlook.sizes.partitions),
          forecasted(outlook.sizes.rows_max),
          forecasted(outlook.sizes.bytes_max),
          outlook.over_limits.has_value() ? Number(Rounded(*outlook.over_limits)) : Null(),
          {outlook.date, outlook.date.empty()},
          {JsonText(nlohmann::ordered_json(outlook.fixes))}};
}

}  // namespace

std::string About(double number) {
  constexpr double kDigits = 1000;  // three of them
  if (number < kDigits) return Grouped(Rounded(number));
  const double unit = std::pow(10, std::floor(std::log10(number))) / kDigits * 10;
  return Grouped(Rounded(std::round(number / unit) * unit));
}

std::string DescribeSizes(double partitions, double rows, double bytes) {
  return fmt::format("{} partitions, the largest has {} rows in {} bytes", About(partitions), About(rows),
                     About(bytes));
}

std::string DateOfPlays(const SeenPlays& seen, double plays) {
  if (!seen.span.has_value() || seen.plays == 0) return "";
  const double days = plays / static_cast<double>(seen.plays) * seen.span->days();
  if (days > kDaysMax) return "";
  const auto date = static_cast<int64_t>(kDateEpoch) + seen.span->first + static_cast<int64_t>(days);
  return FormatDate(static_cast<uint32_t>(date));
}

std::vector<TableOutlook> OutlooksOf(const Forecast& forecast, Growth growth, double plays,
                                     const PartitionLimits& limits) {
  std::vector<TableOutlook> outlooks;
  for (const TableForecast& table : forecast.tables) {
    TableOutlook& outlook = outlooks.emplace_back(TableOutlook{
        .forecast = &table, .sizes = table.At(plays), .over_limits = table.PlaysOver(limits), .date = "", .fixes = {}});
    if (!outlook.over_limits.has_value()) continue;
    // By listeners, more plays are not later ones.
    if (growth == Growth::kDays) outlook.date = DateOfPlays(forecast.seen, *outlook.over_limits);
    if (*outlook.over_limits > plays) continue;
    outlook.fixes = FixesOf(
        table.table().question,
        {.rows = outlook.sizes.rows_max, .bytes = outlook.sizes.bytes_max, .heaviest = table.profile().sizes.heaviest},
        limits);
  }
  return outlooks;
}

std::string DescribeGrowth(const TableForecast& forecast) {
  if (forecast.partition_growth() == PartitionGrowth::kMore) {
    return "more partitions: each comes to an end, and others follow";
  }
  const std::string key = fmt::format("{}", fmt::join(forecast.row_names(), ", "));
  switch (forecast.row_growth()) {
    case RowGrowth::kOne: return "none: a partition has one row";
    case RowGrowth::kEachPlay:
      return fmt::format("larger partitions: each {} adds a row", forecast.table().question.of->record);
    case RowGrowth::kNew: return fmt::format("larger partitions: new values of {} keep coming", key);
    case RowGrowth::kFixedSet:
      return fmt::format("larger partitions, until all values of {} that there are have a row", key);
  }
  return "";
}

std::string DescribeOverLimits(const TableOutlook& outlook) {
  if (!outlook.over_limits.has_value()) return "not " + WithinPlaysMax();
  const std::string date = outlook.date.empty() ? "" : fmt::format(", about {}", outlook.date);
  return fmt::format("at {} plays{}", About(*outlook.over_limits), date);
}

std::string DescribeFirstOver(const std::vector<TableOutlook>& outlooks, const PartitionLimits& limits) {
  const std::string sizes = fmt::format("{} rows or {} bytes a partition", Grouped(limits.rows), Grouped(limits.bytes));
  const auto never_last = [](const TableOutlook& a, const TableOutlook& b) {
    return a.over_limits.value_or(HUGE_VAL) < b.over_limits.value_or(HUGE_VAL);
  };
  const auto first = std::min_element(outlooks.begin(), outlooks.end(), never_last);
  if (first == outlooks.end() || !first->over_limits.has_value()) {
    return fmt::format("no question comes to {} {}\n", sizes, WithinPlaysMax());
  }
  return fmt::format("the first over {} is {}, {}\n", sizes, first->forecast->table().name, DescribeOverLimits(*first));
}

std::string DescribeOutlook(const TableOutlook& outlook, double plays) {
  const PartitionSizes& today = outlook.forecast->profile().sizes;
  if (today.rows == 0) {
    const std::string& record = outlook.forecast->table().question.of->record;
    return ForecastLine("growth", fmt::format("unknown, as no {} becomes a row of it", record));
  }
  std::string text = ForecastLine("growth", DescribeGrowth(*outlook.forecast));
  text += ForecastLine("now", SizesToday(today));
  if (plays > 0)
    text += ForecastLine("forecast", fmt::format("at {} plays about {}", Grouped(Rounded(plays)),
                                                 DescribeSizes(outlook.sizes.partitions, outlook.sizes.rows_max,
                                                               outlook.sizes.bytes_max)));
  text += ForecastLine("over limits", DescribeOverLimits(outlook));
  for (size_t i = 0; i < outlook.fixes.size(); ++i) text += ForecastLine(i == 0 ? "write" : "or", outlook.fixes[i]);
  return text;
}

std::string OutlookJson(const TableOutlook& outlook, double plays) {
  return JsonObjectOf(OutlookColumns(), OutlookRow(outlook, plays));
}

Status PrintOutlooks(const std::vector<TableOutlook>& outlooks, double plays, Format format, OutputStream& output) {
  ResultPrinter printer(OutlookColumns(), format, output);
  for (const TableOutlook& outlook : outlooks) RETURN_IF_ERROR(printer.Add(OutlookRow(outlook, plays)));
  return printer.Finish();
}

}  // namespace earshot
