// earshot export [TABLE...]: whole tables as CSV or JSON, with the digest of each.
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>

#include "answers/find_question.h"
#include "answers/whole_table.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/separate_files.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/export_targets.h"
#include "cli/result_file.h"
#include "cli/tables.h"
#include "cli/typed_rows.h"
#include "plays/replaceable.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

struct ExportArguments {
  std::vector<std::string> tables;
  std::string output;
};

struct ExportedTable {
  uint64_t rows = 0;
  Digest digest;
};

StatusOr<std::vector<const Table*>> FindTables(const std::vector<Table>& tables,
                                               const std::vector<std::string>& names) {
  std::vector<const Table*> found;
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const Table* table, FindQuestion(tables, name));
    found.push_back(table);
  }
  if (names.empty()) {
    for (const Table& table : tables) found.push_back(&table);
  }
  return found;
}

// JSON knows no infinite number, and what it has for one is read back as another value.
Status CheckNumbers(const WholeTable& rows, const Table& table, Format format) {
  if (format == Format::kCsv) return absl::OkStatus();
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Value& value = rows.values()[i];
    if (value.is_null() || value.type() != ColumnType::kDouble || std::isfinite(value.double_value())) continue;
    return InputError("table {}: {} of {} is {}, which JSON cannot have; write CSV", table.name, table.columns[i].name,
                      rows.DescribeRow(), value.ToText());
  }
  return absl::OkStatus();
}

// Writes rows until the last one, or until nobody reads them.
StatusOr<ExportedTable> WriteRows(Store& store, const ExportTarget& target, OutputStream& output) {
  const Table& table = *target.table;
  ASSIGN_OR_RETURN(const std::unique_ptr<WholeTable> rows, WholeTable::Open(store, table));
  std::vector<OutputColumn> columns;
  for (const TableColumn& column : table.columns) columns.push_back(OutputColumnOf(column));
  ResultPrinter printer(std::move(columns), target.format, output);
  std::optional<Progress> progress;
  if (!target.path.empty()) progress.emplace("export " + table.name, "rows", rows->rows_expected());
  while (!output.closed()) {
    ASSIGN_OR_RETURN(const bool more, rows->Next());
    if (!more) {
      RETURN_IF_ERROR(printer.Finish());
      break;
    }
    RETURN_IF_ERROR(CheckNumbers(*rows, table, target.format));
    RETURN_IF_ERROR(printer.Add(OutputRowOf(rows->values())));
    if (progress.has_value()) progress->Add(1);
  }
  progress.reset();
  if (!rows->warning().empty()) LogMessage("warning: {}\n", rows->warning());
  return ExportedTable{rows->rows(), rows->digest()};
}

Status PrintRows(Store& store, const ExportTarget& target, OutputStream& output) {
  ASSIGN_OR_RETURN(const ExportedTable exported, WriteRows(store, target, output));
  if (!output.closed()) {
    LogMessage("{}: {} rows, digest {}\n", target.table->name, exported.rows, exported.digest.ToString());
  }
  return absl::OkStatus();
}

// Whether the first line has names as tables have them, which are not those of event files. The question may have had
// other columns when the file was written.
bool StartsWithColumns(std::string_view beginning) {
  return beginning.substr(0, beginning.find('\n')).find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_,\r") ==
         std::string_view::npos;
}

// Whether the first object may be a row: not of a file of events, whose keys are spelled in another way, nor of one of
// rejects, repairs or conflicts.
bool StartsWithRow(std::string_view beginning) {
  const std::string_view line = beginning.substr(0, beginning.find('\n'));
  return line.starts_with('{') && line.find("\"sessionId\":") == std::string_view::npos &&
         !line.starts_with(kRepairsStart) && !line.starts_with(kConflictsStart);
}

// Of a file of an earlier export.
IsOwnKind KindOf(const ExportTarget& target) {
  if (target.compressed) return StartsWith("\x28\xB5\x2F\xFD");  // RFC 8878, "Zstandard Frames"
  if (target.format == Format::kJson) return StartsWith("[");
  if (target.format == Format::kNdjson) return StartsWithRow;
  return StartsWithColumns;
}

StatusOr<std::unique_ptr<ResultFile>> CreateFile(const ExportTarget& target) {
  const std::filesystem::path directory = std::filesystem::path(target.path).parent_path();
  std::error_code error;
  if (!directory.empty()) std::filesystem::create_directories(directory, error);
  if (error) return ErrnoError(error.value(), "cannot make " + directory.string());
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> file, OutputFile::Create(target.path));
  return std::make_unique<ResultFile>(std::move(file), target.compressed);
}

// All files appear when all of them are whole.
StatusOr<std::vector<ExportedTable>> WriteFiles(Store& store, const std::vector<ExportTarget>& targets) {
  std::vector<std::unique_ptr<ResultFile>> files;
  for (const ExportTarget& target : targets) {
    ASSIGN_OR_RETURN(std::unique_ptr<ResultFile> file, CreateFile(target));
    files.push_back(std::move(file));
  }
  std::vector<ExportedTable> exported;
  for (size_t i = 0; i < targets.size(); ++i) {
    ASSIGN_OR_RETURN(ExportedTable table, WriteRows(store, targets[i], *files[i]));
    RETURN_IF_ERROR(files[i]->Finish());
    exported.push_back(table);
  }
  for (const std::unique_ptr<ResultFile>& file : files) RETURN_IF_ERROR(file->file().CheckUnchanged());
  for (const std::unique_ptr<ResultFile>& file : files) RETURN_IF_ERROR(file->file().Commit());
  return exported;
}

Status PrintExported(const std::vector<ExportTarget>& targets, const std::vector<ExportedTable>& exported,
                     Format format, OutputStream& output) {
  ResultPrinter printer({{"table"}, {"rows", ValueKind::kNumber}, {"digest"}, {"file"}}, format, output);
  for (size_t i = 0; i < targets.size(); ++i) {
    RETURN_IF_ERROR(printer.Add({{targets[i].table->name},
                                 {fmt::format("{}", exported[i].rows)},
                                 {exported[i].digest.ToString()},
                                 {targets[i].path}}));
  }
  return printer.Finish();
}

Status RunExport(CommandContext& context, const ExportArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(tables, arguments.tables.empty() ? WithTasteTablesThere(std::move(tables), *store)
                                                    : WithTasteTables(std::move(tables)));
  ASSIGN_OR_RETURN(const std::vector<const Table*> chosen, FindTables(tables, arguments.tables));
  ASSIGN_OR_RETURN(const std::vector<ExportTarget> targets, ExportTargets(chosen, arguments.output, settings.format));
  std::vector<std::string> paths;
  for (const ExportTarget& target : targets) paths.push_back(target.path);
  RETURN_IF_ERROR(CheckSeparateFiles(paths, {settings.questions, StoreFile(settings.store), kStandardOutput}));
  for (const ExportTarget& target : targets) RETURN_IF_ERROR(CheckReplaceable(target.path, KindOf(target)));
  RETURN_IF_ERROR(CheckForms(targets));
  if (arguments.output.empty()) return PrintRows(*store, targets.front(), context.output);
  const StatusOr<std::vector<ExportedTable>> exported = WriteFiles(*store, targets);
  if (!exported.ok()) return AfterStop(exported.status(), "no file was written");
  return PrintExported(targets, *exported, settings.format, context.output);
}

}  // namespace

void AddExportCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("export", "Write whole tables as CSV or JSON, sorted, with a digest of each");
  const auto arguments = std::make_shared<ExportArguments>();
  command->add_option("TABLE", arguments->tables, "The questions whose tables are written (default: all)");
  command
      ->add_option("-o,--output", arguments->output,
                   "Write to this directory, one file a table, or to this file, with {table} for the table's name; "
                   ".csv, .ndjson, .json and .zst say the form (default: standard output)")
      ->type_name("PATH");
  command->footer(
      "  earshot export song_at > song_at.csv\n"
      "  earshot export -o tables/ --format ndjson\n"
      "  earshot export -o 'tables/{table}.csv.zst' --store cassandra://127.0.0.1/earshot");
  command->callback([&context, arguments] { context.status = RunExport(context, *arguments); });
}

}  // namespace earshot
