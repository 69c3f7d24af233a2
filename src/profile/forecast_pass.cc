// How the plays are read for forecasts: each table's own rows, its plays by partition, and its plays by what there is
// one row for.
#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include "base/stop_token.h"
#include "cql/cells.h"
#include "cql/time_text.h"
#include "events/event_time.h"
#include "load/plays_pass.h"
#include "plays/play.h"
#include "plays/play_reader.h"
#include "profile/forecast.h"

namespace earshot {
namespace {

TableColumn RecordColumn(const Dataset& of, size_t source, ColumnKind kind) {
  const DatasetColumn& column = of.columns[source];
  return {.name = column.name, .type = column.type, .kind = kind, .source = source, .why = ""};
}

void AddDay(int64_t day, std::optional<DaySpan>* span) {
  if (!span->has_value()) *span = DaySpan{day, day};
  (*span)->first = std::min((*span)->first, day);
  (*span)->last = std::max((*span)->last, day);
}

// The days by the plays' ts, as exactly as it is known: where it has lost digits it may be a day off, which a forecast
// has no need to know better. Plays whose ts leaves their day open are left out, as those before and after have theirs.
StatusOr<std::optional<DaySpan>> SpanByTs(PlayReader& reader) {
  using std::chrono::days;
  using std::chrono::milliseconds;
  std::optional<DaySpan> span;
  Play play;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, reader.Next(&play));
    if (!more) return span;
    const std::optional<EventTime> time = ParseEventTime(play.ts);
    if (!time.has_value() || milliseconds(time->precision_ms) > days(1)) continue;
    AddDay(std::chrono::floor<days>(milliseconds(time->milliseconds)).count(), &span);
  }
}

// Of all records of a file: how many there are, up to which line, and their days, where `column` has those.
class RecordCounter {
 public:
  RecordCounter(const Dataset& of, const char* column) {
    table_.name = of.name;
    table_.question.of = &of;
    table_.columns = {RecordColumn(of, of.Find(column), ColumnKind::kPartition)};
    table_.partition_size = table_.key_size = 1;
    if (of.may_lack_values) table_.needed = {table_.columns[0].source};
  }

  const Table& table() const { return table_; }
  uint64_t last_line() const { return last_line_; }

  // REQUIRES: called once.
  StatusOr<SeenPlays> Count(const SortedRows& rows) {
    SeenPlays seen;
    ASSIGN_OR_RETURN(const std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
    SortedRow row;
    while (true) {
      RETURN_IF_ERROR(CheckStop());
      ASSIGN_OR_RETURN(const bool more, cursor->Next(&row));
      if (!more) return seen;
      ++seen.plays;
      last_line_ = std::max(last_line_, row.origin.line);
      if (table_.columns[0].type != ColumnType::kDate) continue;
      AddDay(int64_t{DateOf(CellReader(row.row).Next())} - kDateEpoch, &seen.span);
    }
  }

 private:
  Table table_;
  uint64_t last_line_ = 0;
};

// The records of `table` by the columns from `begin` to `partition_end`, and within those by the ones up to `end`;
// measures and buckets left out.
Table PlaysBy(const Table& table, size_t begin, size_t partition_end, size_t end, Growth growth) {
  const Dataset& of = *table.question.of;
  Table plays;
  plays.name = table.name;
  plays.question.of = &of;
  plays.only = table.only;
  plays.needed = table.needed;
  for (size_t i = begin; i < end; ++i) {
    if (table.columns[i].origin != ColumnOrigin::kRecord) continue;
    plays.columns.push_back(RecordColumn(of, table.columns[i].source,
                                         i < partition_end ? ColumnKind::kPartition : ColumnKind::kClustering));
    if (i < partition_end) ++plays.partition_size;
  }
  plays.key_size = plays.columns.size();
  if (growth == Growth::kListeners) plays.columns.push_back(RecordColumn(of, kUserIdColumn, ColumnKind::kRegular));
  return plays;
}

StatusOr<GroupGrowth> GrowthOf(const Table& table, const Parts& parts, bool row_a_play, const SortedRows& rows) {
  GroupMeter meter(table, parts, row_a_play);
  ASSIGN_OR_RETURN(const std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
  SortedRow row;
  while (true) {
    RETURN_IF_ERROR(CheckStop());
    ASSIGN_OR_RETURN(const bool more, cursor->Next(&row));
    if (!more) return meter.Finish();
    meter.Add(row);
  }
}

}  // namespace

StatusOr<Forecast> ForecastTables(const std::vector<Table>& tables, const SourceFiles& files,
                                  const ForecastOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(files.plays().path));
  // Where the file says nothing of days, any column will do that each record has.
  RecordCounter plays(PlaysDataset(), reader->layout().Has("day") ? "day" : "session_id");
  RecordCounter events(EventsDataset(), "session_id");
  Forecast forecast;
  SortedPass pass;
  pass.Add(plays.table(), [&](const SortedRows& rows) -> Status {
    ASSIGN_OR_RETURN(forecast.seen, plays.Count(rows));
    return absl::OkStatus();
  });
  const bool has_events = std::any_of(tables.begin(), tables.end(),
                                      [](const Table& table) { return table.question.of == &EventsDataset(); });
  if (has_events) pass.Add(events.table(), [&](const SortedRows& rows) { return events.Count(rows).status(); });
  std::deque<Table> plays_by;
  std::vector<TableForecast::Found> found(tables.size());
  const auto measure = [&](Table by, bool row_a_play, GroupGrowth* growth) {
    const Table& table = plays_by.emplace_back(std::move(by));
    pass.Add(table, [&, row_a_play, growth](const SortedRows& rows) -> Status {
      const bool is_of_events = table.question.of == &EventsDataset();
      const Parts parts(options.growth, table, (is_of_events ? events : plays).last_line());
      ASSIGN_OR_RETURN(*growth, GrowthOf(table, parts, row_a_play, rows));
      return absl::OkStatus();
    });
  };
  for (size_t i = 0; i < tables.size(); ++i) {
    const Table& table = tables[i];
    AddProfile(table, kProfileNodes, &pass, &found[i].profile);
    const size_t key_end = table.one_row_per_play ? table.partition_size : table.key_size;
    measure(PlaysBy(table, 0, table.partition_size, key_end, options.growth), table.one_row_per_play,
            &found[i].partitions);
    Table by_values = PlaysBy(table, table.partition_size, key_end, key_end, options.growth);
    if (by_values.key_size > 0) measure(std::move(by_values), /*row_a_play=*/true, &found[i].values);
  }
  RETURN_IF_ERROR(pass.Run(files, options.sort));
  if (!forecast.seen.span.has_value() && reader->layout().Has("ts")) {
    ASSIGN_OR_RETURN(forecast.seen.span, SpanByTs(*reader));
  }
  for (size_t i = 0; i < tables.size(); ++i) {
    found[i].seen = forecast.seen;
    forecast.tables.emplace_back(tables[i], options.growth, std::move(found[i]));
  }
  return forecast;
}

}  // namespace earshot
