#include "cli/model_diff.h"

#include <fmt/ranges.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/log.h"
#include "cli/load_step.h"
#include "cli/report.h"
#include "cli/settings.h"
#include "cli/tables.h"
#include "load/question_diff.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

std::string RowsInWords(const std::optional<uint64_t>& rows) {
  return rows.has_value() ? fmt::format("{} rows", *rows) : "rows";
}

std::string WhatALoadDoes(const QuestionDiff& diff) {
  switch (diff.verdict) {
    case QuestionVerdict::kNew:
      return fmt::format("a load makes its table, and writes its {}", RowsInWords(diff.new_rows));
    case QuestionVerdict::kSame: return "a load writes what differs";
    case QuestionVerdict::kChanged:
      return fmt::format(
          "a load {} a new table, with all its {}, beside the old one, verifies it, switches to it, and drops the old "
          "one with {} rows",
          diff.is_begun ? "goes on with" : "builds", RowsInWords(diff.new_rows), diff.mark->rows);
    case QuestionVerdict::kGone:
      return fmt::format("a load leaves its table as it is, with {} rows; `earshot drop {}` drops it", diff.mark->rows,
                         diff.question);
    case QuestionVerdict::kForeign: return "another program's table has its name and another schema: a load refuses it";
  }
  return "";
}

std::string ShownValue(const std::string& value) { return value.empty() ? "nothing" : value; }

std::string ChangeInWords(const KeyChange& change) {
  const bool is_plural = change.key.ends_with('s');  // measures, buckets
  return fmt::format("{} {} {}, and {} {}", change.key, is_plural ? "were" : "was", ShownValue(change.before),
                     is_plural ? "are" : "is", ShownValue(change.now));
}

std::string ChangesJson(const std::vector<KeyChange>& changes) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const KeyChange& change : changes) {
    list.push_back({{"key", change.key}, {"before", change.before}, {"now", change.now}});
  }
  return JsonText(list);
}

OutputValue NumberOrNull(const std::optional<uint64_t>& number) {
  return number.has_value() ? Number(*number) : OutputValue{"", true};
}

Status PrintDiffs(const std::vector<QuestionDiff>& diffs, Format format, OutputStream& output) {
  ResultPrinter printer({{"question"},
                         {"verdict"},
                         {"keys"},
                         {"rows", ValueKind::kNumber},
                         {"new_rows", ValueKind::kNumber},
                         {"changes", ValueKind::kJson}},
                        format, output);
  for (const QuestionDiff& diff : diffs) {
    const auto rows = diff.mark.has_value() ? std::optional<uint64_t>(diff.mark->rows) : std::nullopt;
    RETURN_IF_ERROR(printer.Add({{diff.question},
                                 {NameOf(diff.verdict)},
                                 {KeysOf(diff.changes)},
                                 NumberOrNull(rows),
                                 NumberOrNull(diff.new_rows),
                                 {ChangesJson(diff.changes)}}));
  }
  RETURN_IF_ERROR(printer.Finish());
  for (const QuestionDiff& diff : diffs) {
    for (const KeyChange& change : diff.changes) {
      LogMessage("{}: {}\n", diff.question, ChangeInWords(change));
    }
    LogMessage("{}: {}\n", diff.question, WhatALoadDoes(diff));
  }
  return absl::OkStatus();
}

Status RunDiff(CommandContext& context, const SourcePaths& paths) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<Table> tables, ReadTables(settings));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(settings.store));
  ASSIGN_OR_RETURN(std::vector<QuestionDiff> diffs, DiffQuestions(*store, tables));
  if (!paths.plays.empty()) {
    ASSIGN_OR_RETURN(const SourceFiles files, FindSourceFiles(tables, paths));
    RETURN_IF_ERROR(CountNewRows(*store, tables, files, {settings.memory_bytes, settings.threads}, &diffs));
  }
  return PrintDiffs(diffs, settings.format, context.output);
}

}  // namespace

void AddModelDiff(CLI::App& model, CommandContext& context) {
  CLI::App* command = model.add_subcommand(
      "diff", "Show how the questions differ from those of the store's tables, and what a load would do with them");
  const auto paths = std::make_shared<SourcePaths>();
  paths->plays.clear();
  command->add_option("PLAYS", paths->plays, "A consolidated file: say how many rows new tables would have");
  AddEventsOption(*command, paths->events);
  AddThreadsOption(*command, &context.settings);
  command->callback([&context, paths] { context.status = RunDiff(context, *paths); });
}

}  // namespace earshot
