#include "cli/profile_report.h"

#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "cli/report.h"
#include "plays/counted.h"

namespace earshot {
namespace {

using Json = nlohmann::ordered_json;

OutputValue Decimal(double value) { return {fmt::format("{:.6g}", value)}; }

std::string Line(std::string_view what, const std::string& text) { return fmt::format("  {:<12}{}\n", what, text); }

double ShareOf(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string Percent(double share) { return fmt::format("{:.3g} %", 100 * share); }

bool IsLessFull(const NodeShare& a, const NodeShare& b) { return a.rows < b.rows; }

double FullestNode(const PartitionSizes& sizes) {
  return ShareOf(std::max_element(sizes.nodes.begin(), sizes.nodes.end(), IsLessFull)->rows, sizes.rows);
}

double EmptiestNode(const PartitionSizes& sizes) {
  return ShareOf(std::min_element(sizes.nodes.begin(), sizes.nodes.end(), IsLessFull)->rows, sizes.rows);
}

std::string DescribeKeys(const TableProfile& profile) {
  const DroppedCounts& dropped = profile.dropped;
  const std::string& record = profile.table->question.of->record;
  std::string text = fmt::format("{} in {}", Counted(profile.plays, record), Counted(profile.sizes.rows, "row"));
  if (profile.left_out > 0) text += fmt::format("; {} are left out, as they lack a value", Grouped(profile.left_out));
  if (dropped.merged > 0) text += fmt::format("; {} are merged into others", Grouped(dropped.merged));
  if (dropped.over_limit > 0) text += fmt::format("; {} are over the limit", Grouped(dropped.over_limit));
  if (!profile.table->one_row_per_play) return text;
  if (profile.shared.keys == 0) return text + fmt::format("; no two {}s have one key", record);
  return text + fmt::format("; several {}s have {}: {}, {}", record, Counted(profile.shared.keys, "key"),
                            Counted(dropped.duplicates, "duplicate"), Counted(dropped.conflicts, "conflict"));
}

std::string DescribeExample(const VaryingColumn& column) {
  const LostValue& example = column.example;
  return fmt::format(R"({} has "{}" in line {} and "{}" in line {}, which stays)", example.key, example.lost,
                     example.lost_origin.line, example.kept, example.kept_origin.line);
}

std::string DescribeAnswer(const TableProfile& profile) {
  std::string text;
  for (const ConflictExample& conflict : profile.conflict_examples) {
    text += Line("conflict", fmt::format("{}: line {} is kept, line {} is dropped", conflict.key,
                                         conflict.kept_origin.line, conflict.dropped_origin.line));
  }
  for (const VaryingColumn& column : profile.shared.columns) {
    if (column.keys == 0) continue;
    text += Line(text.empty() ? "answer" : "", fmt::format("{} varies under {}: {}", column.name,
                                                           Counted(column.keys, "key"), DescribeExample(column)));
  }
  return text.empty() ? Line("answer", "the key determines all of it") : text;
}

std::string DescribeSpread(const SizeSpread& spread) {
  return fmt::format("median {}, 99th percentile {}, largest {}", Grouped(spread.median), Grouped(spread.p99),
                     Grouped(spread.max));
}

double BytesARow(const PartitionSizes& sizes) { return ShareOf(sizes.bytes, sizes.rows); }

Json JsonOf(const VaryingColumn& column) {
  return {{"column", column.name},
          {"keys", column.keys},
          {"key", column.example.key},
          {"kept", column.example.kept},
          {"kept_line", column.example.kept_origin.line},
          {"lost", column.example.lost},
          {"lost_line", column.example.lost_origin.line}};
}

OutputValue VaryingJson(const SharedKeys& shared) {
  Json json = Json::array();
  for (const VaryingColumn& column : shared.columns) {
    if (column.keys > 0) json.push_back(JsonOf(column));
  }
  return {JsonText(json)};
}

OutputValue LargestJson(const std::vector<PartitionSize>& largest) {
  Json json = Json::array();
  for (const PartitionSize& size : largest) {
    json.push_back({{"partition", size.name}, {"rows", size.rows}, {"bytes", size.bytes}});
  }
  return {JsonText(json)};
}

OutputValue NodesJson(const std::vector<NodeShare>& nodes) {
  Json json = Json::array();
  for (const NodeShare& node : nodes) {
    json.push_back({{"partitions", node.partitions}, {"rows", node.rows}, {"bytes", node.bytes}});
  }
  return {JsonText(json)};
}

OutputValue OtherKeysJson(const std::vector<OtherKeyProfile>& keys) {
  Json json = Json::array();
  for (const OtherKeyProfile& other : keys) {
    const PartitionSizes& sizes = other.profile.sizes;
    json.push_back({{"write", other.key.text},
                    {"partitions_an_answer", other.key.partitions},
                    {"rows", sizes.rows},
                    {"partitions", sizes.partitions},
                    {"rows_median", sizes.rows_spread.median},
                    {"rows_max", sizes.rows_spread.max},
                    {"bytes", sizes.bytes},
                    {"bytes_max", sizes.bytes_spread.max}});
  }
  return {JsonText(json)};
}

std::vector<OutputColumn> FigureColumns() {
  std::vector<OutputColumn> columns;
  for (const char* name : {"plays",     "rows",        "shared_keys",          "duplicates",
                           "conflicts", "merged",      "over_limit",           "left_out",
                           "refused",   "partitions",  "rows_median",          "rows_p99",
                           "rows_max",  "bytes",       "bytes_median",         "bytes_p99",
                           "bytes_max", "bytes_a_row", "largest_percent_rows", "fullest_node_rows"}) {
    columns.push_back({name, ValueKind::kNumber});
  }
  columns.push_back({"largest_partition"});
  return columns;
}

std::vector<OutputColumn> Columns() {
  std::vector<OutputColumn> columns = {{"table"}, {"verdict"}, {"line", ValueKind::kNumber}, {"message"}};
  for (OutputColumn& column : FigureColumns()) columns.push_back(std::move(column));
  for (const char* name : {"conflict_examples", "varying", "largest", "nodes", "fixes", "other_keys"}) {
    columns.push_back({name, ValueKind::kJson});
  }
  return columns;
}

std::vector<OutputValue> FiguresOf(const TableProfile& profile) {
  const DroppedCounts& dropped = profile.dropped;
  const PartitionSizes& sizes = profile.sizes;
  return {Number(profile.plays),
          Number(sizes.rows),
          // Where one_per merges plays, that they share keys is what the question wants.
          profile.table->one_row_per_play ? Number(profile.shared.keys) : OutputValue{"", true},
          Number(dropped.duplicates),
          Number(dropped.conflicts),
          Number(dropped.merged),
          Number(dropped.over_limit),
          Number(profile.left_out),
          Number(profile.refused.rows),
          Number(sizes.partitions),
          Number(sizes.rows_spread.median),
          Number(sizes.rows_spread.p99),
          Number(sizes.rows_spread.max),
          Number(sizes.bytes),
          Number(sizes.bytes_spread.median),
          Number(sizes.bytes_spread.p99),
          Number(sizes.bytes_spread.max),
          Decimal(BytesARow(sizes)),
          Decimal(sizes.largest_percent_rows),
          Decimal(FullestNode(sizes)),
          {sizes.largest.empty() ? "" : sizes.largest.front().name, sizes.largest.empty()}};
}

std::vector<OutputValue> RowOf(const CheckedProfile& checked) {
  const TableProfile& profile = *checked.profile;
  std::vector<OutputValue> row = {{profile.table->name},
                                  {checked.warnings.empty() ? "ok" : "warning"},
                                  Number(profile.table->question.line),
                                  {fmt::format("{}", fmt::join(checked.warnings, "; "))}};
  for (OutputValue& figure : FiguresOf(profile)) row.push_back(std::move(figure));
  row.push_back({ExamplesJson(profile.conflict_examples)});
  row.push_back(VaryingJson(profile.shared));
  row.push_back(LargestJson(profile.sizes.largest));
  row.push_back(NodesJson(profile.sizes.nodes));
  row.push_back({JsonText(Json(checked.fixes))});
  row.push_back(OtherKeysJson(checked.other_keys));
  return row;
}

}  // namespace

std::string FiguresJson(const TableProfile& profile) { return JsonObjectOf(FigureColumns(), FiguresOf(profile)); }

std::vector<std::string> WarningsOf(const TableProfile& profile, const PartitionLimits& limits) {
  std::vector<std::string> warnings;
  const std::string& record = profile.table->question.of->record;
  if (profile.sizes.rows == 0) warnings.push_back(fmt::format("no {} becomes a row of it", record));
  if (profile.dropped.conflicts > 0) {
    warnings.push_back(fmt::format("{} with the key of a later one and other values, so that the table loses {}",
                                   Counted(profile.dropped.conflicts, record),
                                   profile.dropped.conflicts == 1 ? "it" : "them"));
  }
  for (const VaryingColumn& column : profile.shared.columns) {
    if (column.keys == 0 || profile.table->one_row_per_play) continue;
    warnings.push_back(fmt::format("the key does not determine {}: it varies under {}, and the last {}'s value stays",
                                   column.name, Counted(column.keys, "key"), record));
  }
  if (profile.refused.rows > 0) {
    warnings.push_back(
        fmt::format("Cassandra does not accept {}: {}", Counted(profile.refused.rows, "row"), profile.refused.why));
  }
  const LimitBreach breach = FindBreach(profile, limits);
  if (!breach.problem.empty()) {
    const std::string fixes = fmt::format("{}", fmt::join(breach.fixes, "; or "));
    warnings.push_back(breach.problem + (fixes.empty() ? "" : ": " + fixes));
  }
  return warnings;
}

std::string DescribeProfile(const TableProfile& profile) {
  const PartitionSizes& sizes = profile.sizes;
  std::string text = Line("keys", DescribeKeys(profile));
  if (sizes.rows == 0) return text;
  text += DescribeAnswer(profile);
  text += Line("partitions", fmt::format("{}; the largest 1 % of them have {} of the rows", Grouped(sizes.partitions),
                                         Percent(sizes.largest_percent_rows)));
  text += Line("rows", DescribeSpread(sizes.rows_spread));
  text += Line("bytes", DescribeSpread(sizes.bytes_spread));
  text += Line("", fmt::format("{:.1f} a row, {} in all, in Cassandra before compression", BytesARow(sizes),
                               Grouped(sizes.bytes)));
  text += Line("nodes", fmt::format("of {}, the emptiest has {} of the rows and the fullest {}, before replication",
                                    sizes.nodes.size(), Percent(EmptiestNode(sizes)), Percent(FullestNode(sizes))));
  for (size_t i = 0; i < sizes.largest.size(); ++i) {
    const PartitionSize& size = sizes.largest[i];
    text += Line(i == 0 ? "largest" : "",
                 fmt::format("{}: {}, {}", size.name, Counted(size.rows, "row"), Counted(size.bytes, "byte")));
  }
  return text;
}

std::string DescribeOtherKeys(const std::vector<OtherKeyProfile>& keys, const PartitionLimits& limits) {
  std::string text;
  for (const OtherKeyProfile& other : keys) {
    const PartitionSizes& sizes = other.profile.sizes;
    const bool is_over = sizes.rows_spread.max > limits.rows || sizes.bytes_spread.max > limits.bytes;
    text += Line(text.empty() ? "other keys" : "", other.key.text);
    text +=
        Line("", fmt::format("  {}, median {}, largest {} in {}{}; an answer reads {}; {} in all",
                             Counted(sizes.partitions, "partition"), Counted(sizes.rows_spread.median, "row"),
                             Counted(sizes.rows_spread.max, "row"), Counted(sizes.bytes_spread.max, "byte"),
                             is_over ? ", over the limits" : "", other.key.partitions, Counted(sizes.bytes, "byte")));
  }
  return text;
}

Status PrintProfiles(const std::vector<CheckedProfile>& profiles, Format format, OutputStream& output) {
  ResultPrinter printer(Columns(), format, output);
  for (const CheckedProfile& profile : profiles) RETURN_IF_ERROR(printer.Add(RowOf(profile)));
  return printer.Finish();
}

}  // namespace earshot
