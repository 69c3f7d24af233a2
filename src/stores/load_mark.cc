#include "stores/load_mark.h"

#include <absl/strings/str_join.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "base/error_code.h"
#include "base/retry.h"
#include "questions/question_change.h"
#include "questions/question_text.h"
#include "rows/row.h"
#include "stores/own_table.h"

namespace earshot {
namespace {

constexpr std::array<const char*, 3> kStateNames = {"first load", "load", "complete"};

int64_t Microseconds(WriteTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

int64_t Milliseconds(WriteTime time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string RowOf(const LoadMark& mark) {
  std::string row;
  const std::string state = kStateNames[static_cast<size_t>(mark.state)];
  for (const std::string& text : {mark.name, state, mark.table, mark.question, mark.schema, mark.replaced_question,
                                  mark.replaced_table, mark.plays_file, mark.plays_id}) {
    AppendTextCell(text, &row);
  }
  for (const uint64_t count :
       {mark.plays, mark.rows, mark.left_out, mark.dropped.duplicates, mark.dropped.conflicts, mark.dropped.merged}) {
    AppendBigintCell(static_cast<int64_t>(count), &row);
  }
  AppendTextCell(mark.digest, &row);
  AppendBigintCell(Microseconds(mark.write_time), &row);
  AppendTextCell(mark.owner.host, &row);
  AppendBigintCell(static_cast<int64_t>(mark.owner.process), &row);
  AppendTimestampCell(Milliseconds(mark.owner.since), &row);
  AppendTimestampCell(Milliseconds(mark.marked_at), &row);
  return row;
}

// Nothing where no load could follow it.
template <typename Unit>
std::optional<WriteTime> TimeOf(int64_t count) {
  constexpr std::chrono::hours kYear(24 * 365);
  const auto max = std::chrono::duration_cast<Unit>(WriteTime::duration::max() - kYear).count();
  if (count > max || count < -max) return std::nullopt;
  return WriteTime(Unit(count));
}

// Anybody can have written it.
StatusOr<LoadMark> ParseMark(std::string_view row) {
  if (!IsWholeRow(LoadMarksTable(), row)) return InputError("table earshot_loads: a mark is damaged");
  const auto damaged = [&] {
    return WithCode(InputError("table earshot_loads: the mark of {} is damaged", CellReader(row).Next()),
                    ErrorCode::kMarkDamaged);
  };
  CellReader all_cells(row);
  for (size_t i = 0; i < LoadMarksTable().columns.size(); ++i) {
    if (all_cells.Next().data() == nullptr) return damaged();
  }
  CellReader cells(row);
  LoadMark mark;
  mark.name = cells.Next();
  const auto state = std::find(kStateNames.begin(), kStateNames.end(), cells.Next());
  if (state == kStateNames.end()) return damaged();
  mark.state = static_cast<LoadState>(state - kStateNames.begin());
  for (std::string* text : {&mark.table, &mark.question, &mark.schema, &mark.replaced_question, &mark.replaced_table,
                            &mark.plays_file, &mark.plays_id}) {
    *text = cells.Next();
  }
  for (uint64_t* count : {&mark.plays, &mark.rows, &mark.left_out, &mark.dropped.duplicates, &mark.dropped.conflicts,
                          &mark.dropped.merged}) {
    *count = static_cast<uint64_t>(BigintOf(cells.Next()));
  }
  mark.digest = cells.Next();
  const auto write_time = TimeOf<std::chrono::microseconds>(BigintOf(cells.Next()));
  mark.owner.host = cells.Next();
  mark.owner.process = static_cast<uint64_t>(BigintOf(cells.Next()));
  const auto since = TimeOf<std::chrono::milliseconds>(TimestampOf(cells.Next()));
  const auto marked_at = TimeOf<std::chrono::milliseconds>(TimestampOf(cells.Next()));
  if (!write_time.has_value() || !since.has_value() || !marked_at.has_value()) return damaged();
  mark.write_time = *write_time;
  mark.owner.since = *since;
  mark.marked_at = *marked_at;
  return mark;
}

Status SendOnce(TableSink& store, const std::string& row, bool removes, WriteTime time) {
  StatusOr<std::unique_ptr<TableWriter>> opened = store.Write(LoadMarksTable(), time);
  if (CodeOf(opened.status()) == ErrorCode::kTableMissing) {
    RETURN_IF_ERROR(store.Create(LoadMarksTable()));
    opened = store.Write(LoadMarksTable(), time);
  }
  ASSIGN_OR_RETURN(const std::unique_ptr<TableWriter> writer, std::move(opened));
  RowBatch batch;
  batch.removes = removes;
  batch.cells = row;
  batch.row_ends = {static_cast<uint32_t>(row.size())};
  store.Order().AppendSortKey(LoadMarksTable(), row, &batch.first_sort_key);
  batch.last_sort_key = batch.first_sort_key;
  RETURN_IF_ERROR(writer->Submit(batch));
  ASSIGN_OR_RETURN(const std::vector<Completion> completions, writer->Wait());
  for (const Completion& completion : completions) RETURN_IF_ERROR(completion.status);
  return writer->Finish();
}

Status Send(TableSink& store, const std::string& row, bool removes, WriteTime time) {
  return RetryTransient([&] { return SendOnce(store, row, removes, time); });
}

std::string NamesOf(const Dataset& dataset, const std::vector<size_t>& columns) {
  return absl::StrJoin(columns, ", ", [&](std::string* text, size_t column) { *text += dataset.columns[column].name; });
}

std::string OriginOf(const Table& table, const TableColumn& column) {
  switch (column.origin) {
    case ColumnOrigin::kRecord: return table.question.of->columns[column.source].name;
    case ColumnOrigin::kMeasure: return fmt::format("\"{}\"", TextOf(table.question.measures[column.source]));
    case ColumnOrigin::kBucket:
      return fmt::format("one of {} by {}", table.question.buckets, NamesOf(*table.question.of, table.bucket_of));
  }
  return "";
}

// Which records count, and how many rows of an answer.
std::string ChoiceOf(const Question& question) {
  std::string text;
  const auto quote = [](std::string* out, const std::string& value) { out->append(InQuotes(value)); };
  for (const auto& [column, values] : FiltersOf(question)) {
    text += fmt::format(", only {} = {}", column, absl::StrJoin(values, ", ", quote));
  }
  if (question.limit > 0) {
    std::vector<std::string> given = question.given;
    std::sort(given.begin(), given.end());
    text += fmt::format(", limit {} of each {}", question.limit, absl::StrJoin(given, ", "));
  }
  return text;
}

}  // namespace

bool IsKnownToDiffer(const LoadMark& mark) { return mark.state == LoadState::kComplete && mark.plays_id.empty(); }

const char* StateOf(const LoadMark& mark) {
  return IsKnownToDiffer(mark) ? "differs" : kStateNames[static_cast<size_t>(mark.state)];
}

std::string DescribeLoad(const LoadMark& mark) {
  if (mark.state != LoadState::kComplete) return Describe(mark.owner);
  return fmt::format("{} to {}", Describe(mark.owner, "from"), TimeInWords(mark.marked_at));
}

std::string SchemaOf(const Table& table) {
  constexpr std::array<const char*, 3> kKinds = {"partition", "clustering", "regular"};
  std::vector<std::string> columns;
  for (const TableColumn& column : table.columns) {
    columns.push_back(fmt::format("{} {} {}{} <- {}", column.name, CqlName(column.type),
                                  kKinds[static_cast<size_t>(column.kind)], column.descending ? " descending" : "",
                                  OriginOf(table, column)));
  }
  return fmt::format("{}{}{}: {}", table.question.of->name, table.one_row_per_play ? "" : ", merged",
                     ChoiceOf(table.question), absl::StrJoin(columns, ", "));
}

const Table& LoadMarksTable() {
  static const Table table =
      MakeOwnTable("earshot_loads", "Which load has filled this table?",
                   {{"name", ColumnType::kText},           {"state", ColumnType::kText},
                    {"table_name", ColumnType::kText},     {"question", ColumnType::kText},
                    {"table_schema", ColumnType::kText},   {"replaced_question", ColumnType::kText},
                    {"replaced_table", ColumnType::kText}, {"plays_file", ColumnType::kText},
                    {"plays_id", ColumnType::kText},       {"plays", ColumnType::kBigint},
                    {"rows", ColumnType::kBigint},         {"left_out", ColumnType::kBigint},
                    {"duplicates", ColumnType::kBigint},   {"conflicts", ColumnType::kBigint},
                    {"merged", ColumnType::kBigint},       {"digest", ColumnType::kText},
                    {"write_time", ColumnType::kBigint},   {"host", ColumnType::kText},
                    {"process", ColumnType::kBigint},      {"begun_at", ColumnType::kTimestamp},
                    {"marked_at", ColumnType::kTimestamp}});
  return table;
}

StatusOr<std::optional<LoadMark>> ReadLoadMark(TableReader& store, const std::string& name) {
  std::string key;
  AppendTextCell(name, &key);
  const StatusOr<std::unique_ptr<RowCursor>> rows = store.Answer(LoadMarksTable(), key, {});
  if (CodeOf(rows.status()) == ErrorCode::kTableMissing) return std::nullopt;
  RETURN_IF_ERROR(rows.status());
  std::string_view row;
  ASSIGN_OR_RETURN(const bool found, (*rows)->Next(&row));
  if (!found) return std::nullopt;
  return ParseMark(row);
}

StatusOr<std::vector<NamedMark>> ReadLoadMarks(TableReader& store) {
  std::vector<NamedMark> marks;
  const StatusOr<std::unique_ptr<RowCursor>> rows = store.Scan(LoadMarksTable(), KeyRange{});
  if (CodeOf(rows.status()) == ErrorCode::kTableMissing) return marks;
  RETURN_IF_ERROR(rows.status());
  std::string_view row;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, (*rows)->Next(&row));
    if (!more) return marks;
    StatusOr<LoadMark> mark = ParseMark(row);
    if (!mark.ok() && CodeOf(mark.status()) != ErrorCode::kMarkDamaged) return mark.status();
    NamedMark& marked = marks.emplace_back();
    marked.name = CellReader(row).Next();
    if (mark.ok()) marked.mark = *std::move(mark);
  }
}

Status WriteLoadMark(TableSink& store, const LoadMark& mark, WriteTime time) {
  return Send(store, RowOf(mark), /*removes=*/false, time);
}

Status RemoveLoadMark(Store& store, const std::string& name) {
  ASSIGN_OR_RETURN(const TableState marks, store.State(LoadMarksTable()));
  if (!marks.exists || marks.has_other_schema) return absl::OkStatus();
  StatusOr<std::optional<LoadMark>> mark = ReadLoadMark(store, name);
  if (CodeOf(mark.status()) == ErrorCode::kMarkDamaged) {
    LoadMark damaged;
    damaged.name = name;
    damaged.write_time = std::chrono::system_clock::now();
    mark = std::move(damaged);
  }
  RETURN_IF_ERROR(mark.status());
  if (!mark->has_value()) return absl::OkStatus();
  RETURN_IF_ERROR(Send(store, RowOf(**mark), /*removes=*/true, (*mark)->write_time + kRemovedAfter));
  ASSIGN_OR_RETURN(const TableState left, store.State(LoadMarksTable()));
  return left.rows == 0 ? store.Drop(LoadMarksTable()) : absl::OkStatus();
}

}  // namespace earshot
