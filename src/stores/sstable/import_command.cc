#include "stores/sstable/import_command.h"

#include <absl/strings/str_replace.h>

#include <filesystem>
#include <system_error>

#include "base/child_process.h"

namespace earshot {
namespace {

constexpr char kHost[] = "{host}";
constexpr char kKeyspace[] = "{keyspace}";
constexpr char kTable[] = "{table}";
constexpr char kDirectory[] = "{directory}";

bool IsPlain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:@,+=").find(c) != std::string_view::npos;
}

// A word that the shell takes as it is.
std::string Quoted(const std::string& word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), IsPlain)) return word;
  return "'" + absl::StrReplaceAll(word, {{"'", "'\\''"}}) + "'";
}

Status CheckIsEmpty(const NodeFiles& files) {
  std::error_code error;
  const bool is_empty = std::filesystem::is_empty(files.directory, error);
  if (is_empty || error == std::errc::no_such_file_or_directory) return absl::OkStatus();
  if (error) return ErrnoError(error.value(), "cannot read " + files.directory);
  return SystemError(
      "{} still has its files after the import: the node has taken nothing, and says why in its system.log",
      files.directory);
}

}  // namespace

StatusOr<ImportCommand> ImportCommand::Parse(std::string text, size_t nodes) {
  for (const std::string_view needed : {std::string_view(kTable), std::string_view(kDirectory)}) {
    if (text.find(needed) == std::string::npos) return UsageError("the command of an import has no {}", needed);
  }
  if (nodes > 1 && text.find(kHost) == std::string::npos) {
    return UsageError("the command of an import has no {}, and the cluster has {} nodes", kHost, nodes);
  }
  return ImportCommand(std::move(text));
}

std::string ImportCommand::For(const NodeFiles& files, const std::string& keyspace, const std::string& table) const {
  return absl::StrReplaceAll(text_, {{kHost, Quoted(files.host)},
                                     {kKeyspace, Quoted(keyspace)},
                                     {kTable, Quoted(table)},
                                     {kDirectory, Quoted(std::filesystem::absolute(files.directory).string())}});
}

Status ImportCommand::Run(const std::vector<NodeFiles>& all, const std::string& keyspace,
                          const std::string& table) const {
  std::vector<ChildProcess> children;
  for (const NodeFiles& files : all) {
    ASSIGN_OR_RETURN(ChildProcess child, ChildProcess::Start(For(files, keyspace, table)));
    children.push_back(std::move(child));
  }
  for (ChildProcess& child : children) RETURN_IF_ERROR(child.Wait());
  for (const NodeFiles& files : all) RETURN_IF_ERROR(CheckIsEmpty(files));
  return absl::OkStatus();
}

ImportCommand NodetoolImport() {
  return *ImportCommand::Parse(fmt::format("nodetool import {} {} {}", kKeyspace, kTable, kDirectory), 1);
}

}  // namespace earshot
