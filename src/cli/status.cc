// earshot status: what the store is, and what is in it.
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/log.h"
#include "cli/command.h"
#include "cli/result_object.h"
#include "cli/tables.h"
#include "cli/taste_state.h"
#include "questions/question_change.h"
#include "stores/load_mark.h"
#include "stores/open/open.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

// The number of rows, or why there is none.
OutputValue RowsOf(const TableState& state) {
  if (!state.exists) return {"no table", true};
  if (state.has_other_schema) return {"another schema", true};
  return {fmt::format("{}", state.rows)};
}

using Facts = std::vector<std::pair<std::string, std::string>>;

// JSON has the facts in the result; else they are for people, as a CSV holds one table.
Status PrintFacts(const Facts& facts, Format format, ResultObject& result) {
  if (format == Format::kTable || format == Format::kCsv) {
    for (const auto& [name, value] : facts) LogMessage("{}: {}\n", name, value);
    return absl::OkStatus();
  }
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto& [name, value] : facts) object[name] = value;
  RETURN_IF_ERROR(result.Name("store"));
  return PrintObject(object, result.part_format(), result.output());
}

// Whether the table is of the question as it is now.
std::string QuestionInWords(const StoredTable& stored, const Table& question) {
  if (stored.is_of_question) return "as it is";
  return fmt::format("changed since: {}", WhatHasChanged(stored.table.question, question.question));
}

// All that the mark knows; what is too long for people is for programs alone.
std::vector<OutputColumn> ColumnsFor(bool is_for_people) {
  std::vector<OutputColumn> columns = {{"table"},
                                       {"rows", ValueKind::kNumber},
                                       {"state"},
                                       {"question"},
                                       {"plays_file"},
                                       {"plays", ValueKind::kNumber},
                                       {"loaded_rows", ValueKind::kNumber},
                                       {"digest"},
                                       {"loader"}};
  if (!is_for_people) columns.insert(columns.end(), {{"write_time"}, {"plays_id"}, {"table_schema"}, {"table_name"}});
  return columns;
}

std::vector<OutputValue> MarkInWords(const std::optional<LoadMark>& mark, std::string question, bool is_for_people) {
  if (!mark.has_value()) return std::vector<OutputValue>(ColumnsFor(is_for_people).size() - 2, {"", true});
  std::vector<OutputValue> values = {{StateOf(*mark)},
                                     {std::move(question)},
                                     {mark->plays_file},
                                     {fmt::format("{}", mark->plays)},
                                     {fmt::format("{}", mark->rows)},
                                     {mark->digest},
                                     {DescribeLoad(*mark)}};
  if (!is_for_people) {
    values.insert(values.end(), {{TimeInWords(mark->write_time)}, {mark->plays_id}, {mark->schema}, {mark->table}});
  }
  return values;
}

Status PrintTable(Store& store, const StoredTable& stored, std::string question, bool is_for_people,
                  ResultPrinter& printer) {
  ASSIGN_OR_RETURN(const TableState state, store.State(stored.table));
  std::vector<OutputValue> row = {{stored.table.question.name}, RowsOf(state)};
  for (OutputValue& value : MarkInWords(stored.mark, std::move(question), is_for_people)) {
    row.push_back(std::move(value));
  }
  return printer.Add(row);
}

// As one more fact for people.
Status PrintTaste(const StoredTaste& taste, Format format, ResultObject& result) {
  if (format == Format::kTable || format == Format::kCsv) {
    LogMessage("taste: {}\n", taste.words);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(result.Name("taste"));
  return PrintObject({{"plays", taste.plays}, {"state", taste.state}, {"words", taste.words}}, result.part_format(),
                     result.output());
}

Status RunStatus(CommandContext& context) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(const std::vector<Table> of_questions, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::vector<Table> tables, WithTasteTablesThere(of_questions, *store));
  ASSIGN_OR_RETURN(const Facts facts, store->Describe());
  std::vector<StoredTable> stored;
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(stored.emplace_back(), FindStored(*store, table));
  }
  ASSIGN_OR_RETURN(const StoredTaste taste, FindStoredTaste(stored, of_questions, settings));
  ResultObject result(settings.format, context.output);
  RETURN_IF_ERROR(PrintFacts(facts, settings.format, result));
  RETURN_IF_ERROR(PrintTaste(taste, settings.format, result));
  RETURN_IF_ERROR(result.Name("tables"));
  const bool is_for_people = settings.format == Format::kTable;
  ResultPrinter printer(ColumnsFor(is_for_people), result.part_format(), result.output());
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, ReadLoadMarks(*store));
  for (size_t i = 0; i < tables.size(); ++i) {
    RETURN_IF_ERROR(PrintTable(*store, stored[i], QuestionInWords(stored[i], tables[i]), is_for_people, printer));
  }
  for (const StoredTable& other : StoredForOthers(marks, tables)) {
    RETURN_IF_ERROR(PrintTable(*store, other, "gone", is_for_people, printer));
  }
  RETURN_IF_ERROR(printer.Finish());
  return result.Finish();
}

}  // namespace

void AddStatusCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("status", "Show what is in the store");
  command->footer(
      "  earshot status\n"
      "  earshot status --store cassandra://127.0.0.1/earshot --format json");
  command->callback([&context] { context.status = RunStatus(context); });
}

}  // namespace earshot
