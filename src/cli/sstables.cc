// earshot sstables [PLAYS] -o DIR: the tables as files that a Cassandra node imports.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "base/log.h"
#include "base/progress.h"
#include "base/stop_token.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cql/tables/token_order.h"
#include "cql/time_text.h"
#include "load/sorted_source.h"
#include "rows/distinct_rows.h"
#include "rows/each_distinct_row.h"
#include "stores/sstable/sstable_writer.h"

namespace earshot {
namespace {

constexpr uint64_t kProgressRows = 1024;
constexpr char kNode[] = "n1";  // which owns all rows

struct SSTablesArguments {
  SourcePaths paths;
  std::string directory;
  std::string keyspace = "earshot";
  std::optional<WriteTime> write_time;  // none: now
};

struct WrittenSSTable {
  std::string table;
  std::string directory;  // empty where there was no row to write
  uint64_t plays = 0;
  uint64_t left_out = 0;
  uint64_t rows = 0;
  DroppedCounts dropped;
  Digest digest;
};

using Writers = std::map<const Table*, std::unique_ptr<SSTableWriter>>;

std::string DirectoryFor(const SSTablesArguments& arguments, const Table& table) {
  return (std::filesystem::path(arguments.directory) / kNode / table.name).lexically_normal().string();
}

// All before the plays are read, which takes its time: a directory that holds other files is refused.
StatusOr<Writers> OpenWriters(const SSTablesArguments& arguments, const std::vector<Table>& tables) {
  const WriteTime time = arguments.write_time.value_or(std::chrono::system_clock::now());
  Writers writers;
  for (const Table& table : tables) {
    ASSIGN_OR_RETURN(writers[&table], SSTableWriter::Create(table, DirectoryFor(arguments, table), time));
  }
  return writers;
}

// The writer is gone afterwards: what it has open are two files a table.
StatusOr<WrittenSSTable> WriteSSTable(const Table& table, const SortedRows& rows,
                                      std::unique_ptr<SSTableWriter> writer) {
  WrittenSSTable written;
  ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
  DistinctRows distinct(table, std::move(cursor), /*on_conflict=*/nullptr);
  Progress progress("write " + table.name, "rows", rows.count());
  const auto write = [&](const SortedRow& row) {
    if (writer->rows() % kProgressRows == kProgressRows - 1) progress.Add(kProgressRows);
    return writer->Add(row.sort_key, row.row);
  };
  ASSIGN_OR_RETURN(written.digest, ForEachDistinctRow(table, rows, &distinct, write));
  written.table = table.name;
  written.plays = rows.count() + rows.folded();
  written.left_out = rows.left_out();
  written.rows = writer->rows();
  written.dropped = distinct.counts();
  written.dropped.merged += rows.folded();
  if (written.rows > 0) RETURN_IF_ERROR(writer->Finish());
  return written;
}

Status PrintSSTables(const std::vector<WrittenSSTable>& all, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"},
                         {"plays", ValueKind::kNumber},
                         {"rows", ValueKind::kNumber},
                         {"duplicates", ValueKind::kNumber},
                         {"conflicts", ValueKind::kNumber},
                         {"merged", ValueKind::kNumber},
                         {"over_limit", ValueKind::kNumber},
                         {"left_out", ValueKind::kNumber},
                         {"digest"},
                         {"directory"}},
                        format, output);
  for (const WrittenSSTable& one : all) {
    RETURN_IF_ERROR(printer.Add({{one.table},
                                 Number(one.plays),
                                 Number(one.rows),
                                 Number(one.dropped.duplicates),
                                 Number(one.dropped.conflicts),
                                 Number(one.dropped.merged),
                                 Number(one.dropped.over_limit),
                                 Number(one.left_out),
                                 {one.digest.ToString()},
                                 {one.directory, /*is_null=*/one.directory.empty()}}));
  }
  return printer.Finish();
}

// An import takes no directory that it does not know as a table's, and says nothing of it.
void LogImports(const std::vector<WrittenSSTable>& all, const std::string& keyspace) {
  std::string lines;
  for (const WrittenSSTable& one : all) {
    if (one.rows == 0) continue;
    lines += fmt::format("  nodetool import {} {} {}\n", keyspace, one.table,
                         std::filesystem::absolute(one.directory).string());
  }
  if (lines.empty()) return;
  LogMessage(
      "\non the node, where the tables are as `earshot model ddl` has them (an import leaves its directory empty):\n{}",
      lines);
}

Status RunSSTables(CommandContext& context, const SSTablesArguments& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTablesToLoad(settings, arguments.paths.plays));
  ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, arguments.paths));
  RETURN_IF_ERROR(CheckColumns(files, tables));
  LogTemporarySpace({LargestOf(files), settings.memory_bytes, tables.size()}, /*explain=*/false);
  ASSIGN_OR_RETURN(Writers writers, OpenWriters(arguments, tables));
  std::vector<WrittenSSTable> all;
  const auto write = [&](const Table& table, const SortedRows& rows, const SortedRows* /*last*/) -> Status {
    ASSIGN_OR_RETURN(WrittenSSTable written, WriteSSTable(table, rows, std::move(writers[&table])));
    if (written.rows > 0) written.directory = DirectoryFor(arguments, table);
    all.push_back(std::move(written));
    return absl::OkStatus();
  };
  std::vector<WantedTable> wanted;
  for (const Table& table : tables) wanted.push_back({.table = &table});
  const TokenOrder order;
  const SortOptions options = {settings.memory_bytes, settings.threads};
  const Status status = SortedSource(files, {}, order, options).ForEach(wanted, write);
  if (!status.ok()) return AfterStop(status, fmt::format("{} of {} tables were written", all.size(), tables.size()));
  RETURN_IF_ERROR(PrintSSTables(all, settings.format, context.output));
  LogImports(all, arguments.keyspace);
  return absl::OkStatus();
}

void SetWriteTime(const std::string& text, SSTablesArguments* arguments) {
  const std::optional<int64_t> milliseconds = ParseTimestamp(text);
  if (!milliseconds.has_value()) {
    throw CLI::ValidationError("--write-time", "is not a time, as in 2018-11-30T03:00:01.250Z");
  }
  arguments->write_time = WriteTime(std::chrono::milliseconds(*milliseconds));
}

}  // namespace

void AddSSTablesCommand(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("sstables", "Write the tables as files that a Cassandra node imports");
  const auto arguments = std::make_shared<SSTablesArguments>();
  AddSourcePaths(*command, arguments->paths);
  command
      ->add_option("-o,--output", arguments->directory, "Write the files of each table into n1/TABLE in this directory")
      ->type_name("DIR")
      ->required();
  command->add_option("--keyspace", arguments->keyspace, "The keyspace that is imported into")
      ->type_name("NAME")
      ->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--write-time", [arguments](const std::string& text) { SetWriteTime(text, arguments.get()); },
          "The time that all rows are written at: later rows replace them (default: now)")
      ->type_name("TIME");
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot sstables plays.csv -o sstables/\n"
      "  earshot sstables plays.csv -o sstables/ --keyspace music --write-time 2018-11-30");
  command->callback([&context, arguments] { context.status = RunSSTables(context, *arguments); });
}

}  // namespace earshot
