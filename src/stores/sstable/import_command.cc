#include "stores/sstable/import_command.h"

#include <absl/strings/str_replace.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/child_process.h"
#include "base/words.h"

namespace earshot {
namespace {

constexpr char kHost[] = "{host}";
constexpr char kKeyspace[] = "{keyspace}";
constexpr char kTable[] = "{table}";
constexpr char kDirectory[] = "{directory}";

Status CheckIsEmpty(const NodeFiles& files) {
  std::error_code error;
  const bool is_empty = std::filesystem::is_empty(files.directory, error);
  if (is_empty || error == std::errc::no_such_file_or_directory) return absl::OkStatus();
  if (error) return ErrnoError(error.value(), "cannot read " + files.directory);
  return SystemError("has left files in {}, as where a node takes none; its system.log says why", files.directory);
}

// The error of the first node that failed, and which ones did.
Status FailureOf(const std::vector<NodeFiles>& all, const std::vector<Status>& ends, const std::string& table) {
  std::string failures;
  Status first;
  for (size_t i = 0; i < all.size(); ++i) {
    if (ends[i].ok()) continue;
    first.Update(ends[i]);
    failures += fmt::format("{}{} ({}) {}", failures.empty() ? "" : "; ", all[i].node, all[i].host, MessageOf(ends[i]));
  }
  if (first.ok()) return first;
  const std::string message = fmt::format(
      "the import of {} into {} of {} nodes failed: {}", table,
      std::count_if(ends.begin(), ends.end(), [](const Status& s) { return !s.ok(); }), all.size(), failures);
  return Status(first.code(), message);
}

}  // namespace

StatusOr<ImportCommand> ImportCommand::Parse(std::string text) {
  for (const std::string_view needed : {std::string_view(kTable), std::string_view(kDirectory)}) {
    if (text.find(needed) == std::string::npos) return UsageError("the command of an import has no {}", needed);
  }
  return ImportCommand(std::move(text));
}

Status ImportCommand::CheckReaches(size_t nodes) const {
  if (nodes <= 1 || text_.find(kHost) != std::string::npos) return absl::OkStatus();
  return UsageError("the command of an import has no {}, and the cluster has {} nodes", kHost, nodes);
}

std::string ImportCommand::For(const NodeFiles& files, const std::string& keyspace, const std::string& table) const {
  return absl::StrReplaceAll(text_, {{kHost, QuoteWord(files.host)},
                                     {kKeyspace, QuoteWord(keyspace)},
                                     {kTable, QuoteWord(table)},
                                     {kDirectory, QuoteWord(std::filesystem::absolute(files.directory).string())}});
}

Status ImportCommand::Run(const std::vector<NodeFiles>& all, const std::string& keyspace,
                          const std::string& table) const {
  std::vector<ChildProcess> children;
  for (const NodeFiles& files : all) {
    ASSIGN_OR_RETURN(ChildProcess child, ChildProcess::Start(For(files, keyspace, table)));
    children.push_back(std::move(child));
  }
  std::vector<Status> ends;
  for (size_t i = 0; i < children.size(); ++i) {
    ends.push_back(children[i].Wait());
    if (absl::IsCancelled(ends.back())) {
      for (ChildProcess& child : children) child.Stop();
      return ends.back();
    }
    if (ends.back().ok()) ends.back() = CheckIsEmpty(all[i]);
  }
  return FailureOf(all, ends, table);
}

ImportCommand NodetoolImport() {
  return *ImportCommand::Parse(fmt::format("nodetool import {} {} {}", kKeyspace, kTable, kDirectory));
}

}  // namespace earshot
