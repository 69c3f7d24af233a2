// earshot sstables [PLAYS] -o DIR: the tables as files that the nodes of a Cassandra cluster import.
#include <fcntl.h>

#include <chrono>
#include <memory>
#include <optional>

#include "base/directory.h"
#include "base/file_lock.h"
#include "base/log.h"
#include "base/words.h"
#include "cli/command.h"
#include "cli/load_step.h"
#include "cli/one_node_sstables.h"
#include "cli/report.h"
#include "cli/result_object.h"
#include "cli/settings.h"
#include "cql/time_text.h"
#include "stores/open/open.h"
#include "stores/sstable/import_command.h"

namespace earshot {
namespace {

constexpr char kUsualKeyspace[] = "earshot";

struct SSTablesArguments {
  SourcePaths paths;
  std::string directory;
  std::string import_command;
  LoadArguments load;
  std::string keyspace;                 // empty: not given
  std::optional<WriteTime> write_time;  // none: not given
};

std::string ImportLines(const std::vector<TableFiles>& all, const std::string& keyspace) {
  std::string lines;
  for (const TableFiles& table : all) {
    for (const NodeFiles& files : table.nodes) {
      const std::string on_host = files.host.empty() ? "" : fmt::format("    # on {}, {}", files.node, files.host);
      lines += fmt::format("  {}{}\n", NodetoolImport().For(files, keyspace, table.table), on_host);
    }
  }
  return lines;
}

Status WriteForAnyNode(CommandContext& context, const SSTablesArguments& arguments, const std::vector<Table>& tables,
                       const SourceFiles& files) {
  if (!arguments.import_command.empty()) {
    return UsageError("--import: what is imported into is not known; give --store cassandra://HOST/KEYSPACE");
  }
  RETURN_IF_ERROR(CheckColumns(files, tables));
  const WriteTime time = arguments.write_time.value_or(std::chrono::system_clock::now());
  ASSIGN_OR_RETURN(const std::vector<WrittenSSTable> all,
                   WriteForOneNode(tables, files, context.settings, arguments.directory, time));
  RETURN_IF_ERROR(PrintSSTables(all, context.settings.format, context.output));
  std::vector<TableFiles> written;
  for (const WrittenSSTable& one : all) {
    if (one.rows > 0) written.push_back({one.table, {{.node = "", .host = "", .directory = one.directory}}});
  }
  const std::string lines = ImportLines(written, arguments.keyspace.empty() ? kUsualKeyspace : arguments.keyspace);
  if (lines.empty()) return absl::OkStatus();
  LogMessage(
      "\non the node, where the tables are as `earshot model ddl` has them (an import leaves its directory empty):\n{}",
      lines);
  return absl::OkStatus();
}

// As it would be typed: "earshot load plays.csv --store cassandra://10.0.0.1/music".
std::string LoadText(const SSTablesArguments& arguments, const Settings& settings) {
  std::string text = "earshot load " + QuoteWord(arguments.paths.plays);
  if (!arguments.paths.events.empty()) text += " --events " + QuoteWord(arguments.paths.events);
  return text + OptionsText(settings);
}

void LogWhatToDo(const SSTableStore& store, const SSTablesArguments& arguments, const Settings& settings) {
  const std::string lines = ImportLines(store.to_import(), store.Keyspace());
  if (!lines.empty()) {
    LogMessage("\nimport these, each on its node, before anything else is loaded:\n{}", lines);
  }
  LogMessage(
      "{}let a load find that all rows are there (with consistency=all in the store's URL: at all replicas); until "
      "then "
      "the tables count as being loaded:\n  {}\n",
      lines.empty() ? "\nnothing is to be imported; " : "then ", LoadText(arguments, settings));
}

Status WriteForCluster(CommandContext& context, const SSTablesArguments& arguments, const std::vector<Table>& tables,
                       const SourceFiles& files, SSTableStore& store) {
  const Settings& settings = context.settings;
  const LoadStep step = {store, tables, files, settings, arguments.load};
  if (!arguments.import_command.empty()) {
    ResultObject results(settings.format, context.output);
    return CreateLoadAndVerify(step, {.verify = VerifyScope::kAll}, results);
  }
  RETURN_IF_ERROR(CreateAndLoad(step, context.output));
  LogWhatToDo(store, arguments, settings);
  return absl::OkStatus();
}

// Of two at once, one would take away what the other is importing.
StatusOr<FileLock> LockDirectory(const std::string& directory) {
  RETURN_IF_ERROR(MakeDirectories(directory));
  ASSIGN_OR_RETURN(FileLock lock, FileLock::Take(directory, directory, O_RDONLY | O_DIRECTORY));
  if (!lock.held() && lock.open_error() != 0) return ErrnoError(lock.open_error(), "cannot write " + directory);
  return lock;
}

// What has no meaning where rows go to the tables of a cluster.
Status CheckForCluster(const SSTablesArguments& arguments, const Settings& settings) {
  if (!StoreFile(settings.store).empty()) return absl::OkStatus();
  if (!arguments.keyspace.empty()) return UsageError("--keyspace: the store's URL has it already");
  if (!arguments.write_time.has_value()) return absl::OkStatus();
  return UsageError("--write-time: rows of a store are written later than those of its last load");
}

Status RunSSTables(CommandContext& context, const SSTablesArguments& arguments) {
  const Settings& settings = context.settings;
  RETURN_IF_ERROR(CheckForCluster(arguments, settings));
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTablesToLoad(settings, arguments.paths.plays));
  ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, arguments.paths));
  ASSIGN_OR_RETURN(const FileLock lock, LockDirectory(arguments.directory));
  ASSIGN_OR_RETURN(const std::unique_ptr<SSTableStore> store,
                   OpenSSTableStore(settings.store, arguments.directory, arguments.import_command));
  LogTemporarySpace({LargestOf(files), settings.memory_bytes, tables.size()}, /*explain=*/false);
  if (store == nullptr) return WriteForAnyNode(context, arguments, tables, files);
  return WriteForCluster(context, arguments, tables, files, *store);
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
  CLI::App* command = app.add_subcommand("sstables", "Write the tables as files that Cassandra's nodes import");
  const auto arguments = std::make_shared<SSTablesArguments>();
  AddSourcePaths(*command, arguments->paths);
  command
      ->add_option("-o,--output", arguments->directory,
                   "Write the files of each node and table into n1/TABLE, n2/TABLE, ... in this directory")
      ->type_name("DIR")
      ->required();
  command
      ->add_option("--import", arguments->import_command,
                   "Import with this shell command, in which {host}, {keyspace}, {table} and {directory} are filled "
                   "in, and verify that all rows are there")
      ->type_name("COMMAND");
  AddRemovalsMaxOption(*command, &arguments->load.removals_max);
  command
      ->add_option("--keyspace", arguments->keyspace,
                   fmt::format("Without a cluster: the keyspace that is imported into (default: {})", kUsualKeyspace))
      ->type_name("NAME");
  command
      ->add_option_function<std::string>(
          "--write-time", [arguments](const std::string& text) { SetWriteTime(text, arguments.get()); },
          "Without a cluster: the time that all rows are written at; later rows replace them (default: now)")
      ->type_name("TIME");
  AddThreadsOption(*command, &context.settings);
  command->footer(
      "  earshot sstables plays.csv -o sstables/\n"
      "  earshot sstables plays.csv -o sstables/ --keyspace music --write-time 2018-11-30\n"
      "  earshot sstables plays.csv -o sstables/ --store cassandra://10.0.0.1/music "
      "--import 'ssh {host} nodetool import {keyspace} {table} {directory}'");
  command->callback([&context, arguments] { context.status = RunSSTables(context, *arguments); });
}

}  // namespace earshot
