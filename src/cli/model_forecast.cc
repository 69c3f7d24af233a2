#include "cli/model_forecast.h"

#include <fmt/format.h>

#include "base/log.h"
#include "cli/forecast_report.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/tables.h"
#include "cql/time_text.h"
#include "plays/counted.h"

namespace earshot {

std::string DescribeSeen(const Forecast& forecast, const ModelForecastArguments& arguments) {
  const SeenPlays& seen = forecast.seen;
  std::string text = fmt::format("{}: {}", arguments.file, Counted(seen.plays, "play"));
  if (seen.span.has_value()) {
    const auto date = [](int64_t day) { return FormatDate(static_cast<uint32_t>(int64_t{kDateEpoch} + day)); };
    text += fmt::format(" from {} to {}, {} a day", date(seen.span->first), date(seen.span->last),
                        About(static_cast<double>(seen.plays) / seen.span->days()));
  }
  if (arguments.plays == 0) return text;
  const std::string plays = Grouped(static_cast<uint64_t>(arguments.plays));
  if (arguments.growth == Growth::kListeners) {
    return text + fmt::format("; {} are those of more listeners in the same days", plays);
  }
  const std::string date = DateOfPlays(seen, arguments.plays);
  return text + fmt::format("; {} are those of more days{}", plays, date.empty() ? "" : ", until about " + date);
}

std::vector<Table> TablesToForecast(std::vector<Table> tables) {
  for (const Table& table : tables) {
    if (!IsComputed(table)) continue;
    LogMessage("{}: no forecast: {} are computed of the plays, at most so many for each listener or artist\n",
               table.name, table.question.of->name);
  }
  std::erase_if(tables, IsComputed);
  return tables;
}

StatusOr<Forecast> ReadForecast(const Settings& settings, const std::vector<Table>& tables,
                                const ModelForecastArguments& arguments) {
  ASSIGN_OR_RETURN(SourceFiles files, FindSourceFiles(tables, {arguments.file, arguments.events}));
  PlaysFile& plays = files.of[PlaysDataset()];
  ASSIGN_OR_RETURN(plays.stamp, StampOf(plays.path));
  // Each table's rows, its plays by partition, and by what there is one row for.
  constexpr size_t kSortsATable = 3;
  LogTemporarySpace({LargestOf(files), settings.memory_bytes, kSortsATable * tables.size()},
                    /*explain=*/false);
  return ForecastTables(tables, files, {.sort = {settings.memory_bytes, settings.threads}, .growth = arguments.growth});
}

std::vector<TableOutlook> OutlooksOf(const Forecast& forecast, const ModelForecastArguments& arguments) {
  return OutlooksOf(forecast, arguments.growth, arguments.plays, arguments.limits);
}

Status ForecastModel(CommandContext& context, const ModelForecastArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(std::vector<Table> all_tables, ReadTables(settings));
  const std::vector<Table> tables = TablesToForecast(std::move(all_tables));
  ASSIGN_OR_RETURN(const Forecast forecast, ReadForecast(settings, tables, arguments));
  const std::vector<TableOutlook> outlooks = OutlooksOf(forecast, arguments);
  if (settings.format != Format::kTable) {
    return PrintOutlooks(outlooks, arguments.plays, settings.format, context.output);
  }
  std::string text = DescribeSeen(forecast, arguments) + "\n";
  for (const TableOutlook& outlook : outlooks) {
    text += fmt::format("\n{}\n{}", outlook.forecast->table().name, DescribeOutlook(outlook, arguments.plays));
  }
  return context.output.Write(text + "\n" + DescribeFirstOver(outlooks, arguments.limits));
}

}  // namespace earshot
