// What a person reads of a consolidation.
#include <fmt/format.h>

#include "plays/consolidate.h"

namespace earshot {
namespace {

// "1,234,567"
std::string Grouped(uint64_t number) {
  std::string digits = std::to_string(number);
  for (size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string CountLine(std::string_view what, uint64_t count, const std::string& comment) {
  return fmt::format("  {:<18}{:>14}{}\n", what, Grouped(count), comment.empty() ? "" : "  " + comment);
}

}  // namespace

std::string RenderReport(const ConsolidateReport& report, const ConsolidateOptions& options) {
  std::string text = fmt::format("consolidated {} event file{}\n", Grouped(report.files), report.files == 1 ? "" : "s");
  text += CountLine("events", report.events, "");
  text +=
      CountLine("plays", report.plays, fmt::format("in {} ({} bytes)", options.output, Grouped(report.output_bytes)));
  text += CountLine("without an artist", report.without_artist, "");
  text += CountLine("rejected", report.rejects,
                    report.rejects > 0 && !options.rejects.empty() ? "in " + options.rejects : "");
  for (size_t kind = 0; kind < kRejectKindCount; ++kind) {
    if (report.rejects_by_kind[kind] == 0) continue;
    const RejectKind reject_kind = static_cast<RejectKind>(kind);
    text += CountLine(fmt::format("  {}", NameOf(reject_kind)), report.rejects_by_kind[kind],
                      std::string(HintOf(reject_kind)));
  }
  if (report.blank_lines > 0) text += CountLine("blank lines", report.blank_lines, "left out");
  for (const Reject& reject : report.first_rejects) text += fmt::format("  rejected: {}\n", DescribeReject(reject));
  if (report.rejects > report.first_rejects.size()) {
    text += fmt::format("  ... and {} more\n", Grouped(report.rejects - report.first_rejects.size()));
  }
  if (report.rejects > 0 && options.rejects.empty()) text += "  keep rejected rows with --rejects FILE\n";
  for (const std::string& file : report.files_without_events) {
    text += fmt::format("  {} has a header and no events\n", file);
  }
  return text;
}

}  // namespace earshot
