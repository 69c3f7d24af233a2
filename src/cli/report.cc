#include "cli/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error_code.h"
#include "base/json_text.h"
#include "base/log.h"
#include "plays/counted.h"

namespace earshot {
namespace {

const char* VerdictOf(const TableVerification& found) {
  if (!found.failure.ok()) return "DAMAGED";
  return found.Same() ? "same" : "DIFFERENT";
}

const char* Describe(DifferenceKind kind) {
  switch (kind) {
    case DifferenceKind::kMissing: return "missing in the store";
    case DifferenceKind::kExtra: return "in the store, not in the file";
    case DifferenceKind::kDiffers: return "differs";
  }
  return "";
}

const char* NameOf(DifferenceKind kind) {
  switch (kind) {
    case DifferenceKind::kMissing: return "missing";
    case DifferenceKind::kExtra: return "extra";
    case DifferenceKind::kDiffers: return "differs";
  }
  return "";
}

std::string ExamplesJson(const std::vector<Difference>& examples) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const Difference& example : examples) {
    json.push_back({{"kind", NameOf(example.kind)}, {"key", example.key}, {"detail", example.detail}});
  }
  return JsonText(json);
}

void LogExamples(const std::vector<TableVerification>& verifications) {
  for (const TableVerification& found : verifications) {
    for (const Difference& example : found.examples) {
      LogMessage("{}: {} {}{}{}\n", found.table, example.key, Describe(example.kind),
                 example.detail.empty() ? "" : ": ", example.detail);
    }
  }
}

}  // namespace

OutputValue Number(uint64_t value) { return {fmt::format("{}", value)}; }

std::string ExamplesJson(const std::vector<ConflictExample>& examples) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const ConflictExample& example : examples) {
    json.push_back(
        {{"key", example.key}, {"kept_line", example.kept_origin.line}, {"dropped_line", example.dropped_origin.line}});
  }
  return JsonText(json);
}

void LogTemporarySpace(const SortWork& work, bool explain) {
  const TemporarySpace space = EstimateTemporarySpace(work);
  if (space.needed_bytes > space.free_bytes) {
    LogMessage("warning: {}; give more --memory, or set TMPDIR to a directory with room\n", Describe(space));
  } else if (explain) {
    LogMessage("{}\n", Describe(space));
  }
}

Status PrintLoads(const std::vector<TableLoad>& loads, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"},
                         {"plays", ValueKind::kNumber},
                         {"rows", ValueKind::kNumber},
                         {"same", ValueKind::kNumber},
                         {"added", ValueKind::kNumber},
                         {"changed", ValueKind::kNumber},
                         {"removed", ValueKind::kNumber},
                         {"extra", ValueKind::kNumber},
                         {"duplicates", ValueKind::kNumber},
                         {"conflicts", ValueKind::kNumber},
                         {"merged", ValueKind::kNumber},
                         {"over_limit", ValueKind::kNumber},
                         {"left_out", ValueKind::kNumber},
                         {"digest"},
                         {"conflict_examples", ValueKind::kJson}},
                        format, output);
  for (const TableLoad& load : loads) {
    RETURN_IF_ERROR(printer.Add({{load.table},
                                 Number(load.plays),
                                 Number(load.rows),
                                 Number(load.same),
                                 Number(load.added),
                                 Number(load.changed),
                                 Number(load.removed),
                                 Number(load.extra),
                                 Number(load.dropped.duplicates),
                                 Number(load.dropped.conflicts),
                                 Number(load.dropped.merged),
                                 Number(load.dropped.over_limit),
                                 Number(load.left_out),
                                 {load.digest.ToString()},
                                 {ExamplesJson(load.conflict_examples)}}));
  }
  RETURN_IF_ERROR(printer.Finish());
  for (const TableLoad& load : loads) {
    if (load.left_out > 0 && load.plays == 0) {
      LogMessage("warning: {} has no row: all {} lack a value of its key, or one that `only` asks for\n", load.table,
                 Counted(load.left_out, "event"));
    }
    for (const ConflictExample& conflict : load.conflict_examples) {
      LogMessage("{}: {} has two plays with different values: line {} is kept, line {} is dropped\n", load.table,
                 conflict.key, conflict.kept_origin.line, conflict.dropped_origin.line);
    }
  }
  return absl::OkStatus();
}

Status CheckRemovals(const std::vector<TableLoad>& loads, const RowLimit& removals_max) {
  const auto over = std::find_if(loads.begin(), loads.end(), [](const TableLoad& load) { return !load.loss.empty(); });
  if (over == loads.end()) return absl::OkStatus();
  return WithCode(InputError("{}, more than {}, so no row was removed", over->loss, Describe(removals_max)),
                  ErrorCode::kRemovalsOverLimit);
}

Status PrintVerifications(const std::vector<TableVerification>& verifications, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"},
                         {"file_rows", ValueKind::kNumber},
                         {"store_rows", ValueKind::kNumber},
                         {"missing", ValueKind::kNumber},
                         {"extra", ValueKind::kNumber},
                         {"differing", ValueKind::kNumber},
                         {"verdict"},
                         {"digest"},
                         {"examples", ValueKind::kJson}},
                        format, output);
  size_t different = 0;
  Status damaged;
  for (const TableVerification& found : verifications) {
    if (!found.Same()) ++different;
    damaged.Update(found.failure);
    RETURN_IF_ERROR(printer.Add({{found.table},
                                 Number(found.source_rows),
                                 Number(found.store_rows),
                                 Number(found.missing),
                                 Number(found.extra),
                                 Number(found.differing),
                                 {VerdictOf(found)},
                                 {found.store_digest.ToString()},
                                 {ExamplesJson(found.examples)}}));
  }
  RETURN_IF_ERROR(printer.Finish());
  LogExamples(verifications);
  if (!damaged.ok()) return damaged;
  if (different == 0) return absl::OkStatus();
  return WithCode(InputError("verification found differences in {} of {} tables", different, verifications.size()),
                  ErrorCode::kDifferences);
}

Status PrintPlan(const LoadPlan& plan, Format format, OutputStream& output) {
  ResultPrinter printer({{"table"},
                         {"rows", ValueKind::kNumber},
                         {"same", ValueKind::kNumber},
                         {"to_add", ValueKind::kNumber},
                         {"to_change", ValueKind::kNumber},
                         {"to_remove", ValueKind::kNumber},
                         {"extra", ValueKind::kNumber},
                         {"examples", ValueKind::kJson}},
                        format, output);
  uint64_t changes = 0;
  for (const TableVerification& table : plan.tables) {
    changes += table.missing + table.differing + table.extra;
    RETURN_IF_ERROR(printer.Add({{table.table},
                                 Number(table.source_rows),
                                 Number(table.source_rows - table.missing - table.differing),
                                 Number(table.missing),
                                 Number(table.differing),
                                 Number(plan.loss.empty() ? table.extra : 0),
                                 Number(plan.loss.empty() ? 0 : table.extra),
                                 {ExamplesJson(table.examples)}}));
  }
  RETURN_IF_ERROR(printer.Finish());
  LogExamples(plan.tables);
  if (changes == 0 && plan.switches.empty()) LogMessage("there is nothing to do\n");
  return absl::OkStatus();
}

}  // namespace earshot
