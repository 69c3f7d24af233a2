// earshot drop [QUESTION...]: removes questions' tables from the store, after asking.
#include <unistd.h>

#include <iostream>
#include <memory>

#include "answers/find_question.h"
#include "base/log.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/tables.h"
#include "load/drop_table.h"
#include "stores/load_mark.h"
#include "stores/open/open.h"
#include "stores/stored_table.h"

namespace earshot {
namespace {

// Only a person at a terminal can be asked; a script has to say --yes.
Status Confirm(const Store& store, const std::vector<Table>& tables) {
  if (isatty(STDIN_FILENO) == 0)
    return UsageError("drop removes tables, and standard input is not a terminal to ask at; add --yes");
  LogMessage("Drop {} table(s) and all their rows from {}? [y/N] ", tables.size(), store.Name());
  RETURN_IF_ERROR(WaitUntilReadable(STDIN_FILENO));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "yes" ? absl::OkStatus() : InputError("nothing was dropped");
}

struct Arguments {
  std::vector<std::string> questions;
  bool yes = false;
  bool keyspace = false;
};

// What became of a table, in words and for programs.
struct Outcome {
  std::string words;
  const char* name;
  uint64_t rows = 0;
};

Outcome OutcomeOf(const TableState& before) {
  if (!before.exists) return {"was not there", "absent"};
  if (before.has_other_schema) return {"left as it is", "other_schema"};
  return {fmt::format("dropped with {} rows", before.rows), "dropped", before.rows};
}

ResultPrinter OutcomePrinter(CommandContext& context) {
  return {{{"table"}, {"outcome"}, {"rows", ValueKind::kNumber}}, context.settings.format, context.output};
}

// Removes a store that cannot be read, with all of these tables.
Status RemoveDamaged(const std::vector<Table>& tables, CommandContext& context) {
  std::vector<std::string> names = {LoadMarksTable().name};
  for (const Table& table : tables) names.push_back(table.name);
  RETURN_IF_ERROR(RemoveDamagedStore(context.settings.store, names));
  LogMessage("{} could not be read, and is removed\n", context.settings.store);
  if (context.settings.format == Format::kTable) return absl::OkStatus();
  ResultPrinter printer = OutcomePrinter(context);
  for (const Table& table : tables) RETURN_IF_ERROR(printer.Add({{table.name}, {"damaged"}, {"", true}}));
  return printer.Finish();
}

// Drops every table that is ours. The error is that of the first one that is not. What is damaged cannot be dropped:
// its name is added to `damaged`, if the whole keyspace is to be dropped, and is an error otherwise.
Status DropTables(Store& store, const std::vector<Table>& tables, std::vector<std::string>* damaged,
                  CommandContext& context) {
  Status refused;
  const Format format = context.settings.format;
  ResultPrinter printer = OutcomePrinter(context);
  ASSIGN_OR_RETURN(const std::unique_ptr<LoadLease> lease, TakeLeaseToDrop(store, tables));
  for (const Table& table : tables) {
    RETURN_IF_ERROR(CheckStop());
    Outcome outcome = {"is damaged, and is dropped with all the rest", "damaged"};
    const StatusOr<TableState> before = DropTable(store, table, &refused);
    if (before.ok()) {
      outcome = OutcomeOf(*before);
    } else if (damaged != nullptr && absl::IsDataLoss(before.status())) {
      damaged->push_back(table.name);
    } else {
      return before.status();
    }
    LogMessage("{}: {}\n", table.name, outcome.words);
    if (format != Format::kTable) {
      RETURN_IF_ERROR(printer.Add({{table.name}, {outcome.name}, {fmt::format("{}", outcome.rows)}}));
    }
  }
  if (format != Format::kTable) RETURN_IF_ERROR(printer.Finish());
  return refused;
}

// The tables of the questions that are named. They may be of questions that the store alone still knows.
StatusOr<std::vector<Table>> FindNamed(Store& store, std::vector<Table> known, const std::vector<std::string>& names) {
  ASSIGN_OR_RETURN(const std::vector<NamedMark> marks, ReadLoadMarks(store));
  for (StoredTable& other : StoredForOthers(marks, known)) {
    ASSIGN_OR_RETURN(Table table, DeriveTable(other.table.question));
    known.push_back(std::move(table));
  }
  std::vector<Table> named;
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const Table* table, FindQuestion(known, name));
    named.push_back(*table);
  }
  return named;
}

Status RunDrop(CommandContext& context, const Arguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(std::vector<Table> tables, ReadTables(settings));
  const StatusOr<std::unique_ptr<Store>> opened = OpenStore(settings.store);
  if (absl::IsDataLoss(opened.status()) && arguments.keyspace && arguments.yes) {
    return RemoveDamaged(tables, context);
  }
  RETURN_IF_ERROR(opened.status());
  Store& store = **opened;
  ASSIGN_OR_RETURN(tables, WithTasteTablesThere(std::move(tables), store));
  if (!arguments.questions.empty()) {
    ASSIGN_OR_RETURN(tables, FindNamed(store, std::move(tables), arguments.questions));
  }
  if (!arguments.yes) RETURN_IF_ERROR(Confirm(store, tables));
  std::vector<std::string> damaged;
  RETURN_IF_ERROR(DropTables(store, tables, arguments.keyspace ? &damaged : nullptr, context));
  if (!arguments.keyspace) return absl::OkStatus();
  // Their marks may have stayed with damaged tables.
  if (!damaged.empty()) damaged.push_back(LoadMarksTable().name);
  return store.DropKeyspace(damaged);
}

}  // namespace

void AddDropCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("drop", "Drop the questions' tables, after asking");
  const auto arguments = std::make_shared<Arguments>();
  CLI::Option* questions = command->add_option(
      "QUESTION", arguments->questions,
      "The questions whose tables are dropped, also such that only the store knows any more (default: all)");
  command->add_flag("--yes", arguments->yes, "Do not ask");
  command
      ->add_flag("--keyspace", arguments->keyspace,
                 "Drop the keyspace (SQLite: the file) too, if nothing else is in it")
      ->excludes(questions);
  command->footer(
      "  earshot drop --yes\n"
      "  earshot drop old_question --yes\n"
      "  earshot drop --keyspace --yes --store cassandra://127.0.0.1/earshot");
  command->callback([&context, arguments] { context.status = RunDrop(context, *arguments); });
}

}  // namespace earshot
