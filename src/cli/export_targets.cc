#include "cli/export_targets.h"

#include <absl/strings/match.h>
#include <absl/strings/str_replace.h>

#include <filesystem>
#include <system_error>

namespace earshot {
namespace {

constexpr const char* kTableWord = "{table}";

std::string NamesOf(const std::vector<const Table*>& tables) {
  std::string names;
  for (const Table* table : tables) names += (names.empty() ? "" : ", ") + table->name;
  return names;
}

bool IsDirectory(const std::string& path) {
  std::error_code error;
  return path.ends_with('/') || std::filesystem::is_directory(path, error);
}

const char* ExtensionOf(Format format) {
  switch (format) {
    case Format::kNdjson: return "ndjson";
    case Format::kJson: return "json";
    default: return "csv";
  }
}

// What the name says of the form.
StatusOr<ExportTarget> TargetOf(const Table& table, const std::string& path, Format format) {
  const bool compressed = absl::EndsWithIgnoreCase(path, ".zst");
  const std::filesystem::path file(path);
  const std::string extension = (compressed ? file.stem() : file).extension().string();
  if (absl::EqualsIgnoreCase(extension, ".gz")) {
    return UsageError("-o {}: files are compressed with zstd, which is called .zst", path);
  }
  ExportTarget target = {&table, path, format, compressed, extension};
  for (const auto& [name, named] : {std::pair{".csv", Format::kCsv},
                                    {".ndjson", Format::kNdjson},
                                    {".jsonl", Format::kNdjson},
                                    {".json", Format::kJson}}) {
    if (!absl::EqualsIgnoreCase(extension, name)) continue;
    target.format = named;
    target.unknown_form.clear();
  }
  return target;
}

}  // namespace

StatusOr<std::vector<ExportTarget>> ExportTargets(const std::vector<const Table*>& tables, const std::string& output,
                                                  Format format) {
  if (format == Format::kTable) format = Format::kCsv;
  if (output.empty() && tables.size() > 1) {
    return UsageError("standard output takes the rows of one table; name one of {}, or write files with -o DIRECTORY",
                      NamesOf(tables));
  }
  std::string pattern = output;
  if (!output.empty() && IsDirectory(output)) {
    pattern = (std::filesystem::path(output) / fmt::format("{}.{}", kTableWord, ExtensionOf(format))).string();
  }
  if (tables.size() > 1 && !absl::StrContains(pattern, kTableWord)) {
    return UsageError("-o {} is one file, for {} tables; write -o DIRECTORY/, or {} where the table's name is to be",
                      output, tables.size(), kTableWord);
  }
  std::vector<ExportTarget> targets;
  for (const Table* table : tables) {
    ASSIGN_OR_RETURN(ExportTarget target,
                     TargetOf(*table, absl::StrReplaceAll(pattern, {{kTableWord, table->name}}), format));
    targets.push_back(std::move(target));
  }
  return targets;
}

Status CheckForms(const std::vector<ExportTarget>& targets) {
  for (const ExportTarget& target : targets) {
    if (target.unknown_form.empty()) continue;
    return UsageError("-o {}: {} is not a form that is written; there are .csv, .ndjson, .jsonl and .json", target.path,
                      target.unknown_form);
  }
  return absl::OkStatus();
}

}  // namespace earshot
