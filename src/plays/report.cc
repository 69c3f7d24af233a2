// What a person, or a program, reads of a consolidation.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "plays/consolidate.h"
#include "plays/counted.h"
#include "plays/oddities_report.h"

namespace earshot {
namespace {

constexpr size_t kFilesShownMax = 10;

std::string CountLine(std::string_view what, uint64_t count, const std::string& comment) {
  return fmt::format("  {:<18}{:>14}{}\n", what, Grouped(count), comment.empty() ? "" : "  " + comment);
}

// Tens of thousands of files are no reason to print as many lines; --report has them all.
std::string RenderFilesWithout(const std::vector<std::string>& files, std::string_view what) {
  std::string text;
  const size_t shown = std::min(files.size(), kFilesShownMax);
  for (size_t i = 0; i < shown; ++i) text += fmt::format("  {} has {}\n", files[i], what);
  if (shown < files.size()) text += fmt::format("  ... and so have {} more\n", Grouped(files.size() - shown));
  return text;
}

// One line for each of the first files that are not plain CSV; with `explain`, for all of them, and one more for each
// thing that was recognised.
std::string RenderRecognised(const ConsolidateReport& report, bool explain) {
  std::string text;
  size_t shown = 0;
  for (const RecognisedFile& file : report.recognised_files) {
    if (!explain && shown++ == kFilesShownMax) {
      text += fmt::format("  ... and {} more are not plain CSV; --explain lists them\n",
                          Grouped(report.recognised_files.size() - kFilesShownMax));
      break;
    }
    std::string whats;
    std::string whys;
    for (const Recognised& recognised : file.recognised) {
      whats += fmt::format("{}{}", whats.empty() ? "" : ", ", recognised.what);
      whys += fmt::format("    {}: {}\n", recognised.what, recognised.why);
    }
    text += fmt::format("  {} is read as: {}\n", file.path, whats);
    if (explain) text += whys;
  }
  if (explain && report.recognised_files.size() < report.files) {
    const uint64_t plain = report.files - report.recognised_files.size();
    text += fmt::format("  {} plain CSV: UTF-8, with commas between the fields\n",
                        Counted(plain, "file") + (plain == 1 ? " is" : " are"));
  }
  return text;
}

// A folder may hold events that are called otherwise: who reads this knows.
std::string RenderLeftOut(const ConsolidateReport& report) {
  if (report.files_left_out.empty()) return "";
  return fmt::format("  left out: {}, not files with the name of event files (first {})\n",
                     Counted(report.files_left_out.size(), "file"), report.files_left_out.front());
}

std::string RenderDamage(const ConsolidateReport& report, const ConsolidateOptions& options) {
  if (report.damaged_fields == 0) return "";
  const std::string where = options.repairs.empty() ? "" : ", listed in " + options.repairs;
  return fmt::format("  text that was decoded wrongly in {} of {}: {}\n", Counted(report.damaged_fields, "field"),
                     Counted(report.damaged_plays, "play"),
                     options.repair_text ? "mended" + where : "left as it is; mend it with --repair-text");
}

// "10,000 seconds", "10 milliseconds"
std::string RenderMilliseconds(double milliseconds) {
  const bool in_seconds = milliseconds >= 1000;
  const auto count = static_cast<uint64_t>(in_seconds ? milliseconds / 1000 : milliseconds);
  return Counted(count, in_seconds ? "second" : "millisecond");
}

std::string RenderTimes(const ConsolidateReport& report) {
  if (report.blunt_times == 0) return "";
  return fmt::format("  ts has lost its digits in {}: the time is known to within {}\n",
                     Counted(report.blunt_times, "play"), RenderMilliseconds(report.blunt_time_ms));
}

}  // namespace

std::string RenderReport(const ConsolidateReport& report, const ConsolidateOptions& options, bool explain) {
  std::string text = fmt::format("consolidated {}\n", Counted(report.files, "event file"));
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
  text += RenderFilesWithout(report.files_without_events, "a header and no events");
  text += RenderFilesWithout(report.files_without_plays, "events, but no play");
  return text + RenderLeftOut(report) + RenderOddities(report.oddities) + RenderDamage(report, options) +
         RenderTimes(report) + RenderRecognised(report, explain);
}

std::string ReportJson(const ConsolidateReport& report, const ConsolidateOptions& options) {
  nlohmann::ordered_json json;
  if (report.stopped.empty()) {
    json["output"] = options.output;
  } else {
    json["output"] = nullptr;
    json["stopped"] = report.stopped;
  }
  json["output_bytes"] = report.output_bytes;
  json["files"] = report.files;
  json["events"] = report.events;
  json["plays"] = report.plays;
  json["without_artist"] = report.without_artist;
  json["rejects"] = report.rejects;
  json["rejects_by_kind"] = nlohmann::ordered_json::object();
  for (size_t kind = 0; kind < kRejectKindCount; ++kind) {
    if (report.rejects_by_kind[kind] == 0) continue;
    json["rejects_by_kind"][std::string(NameOf(static_cast<RejectKind>(kind)))] = report.rejects_by_kind[kind];
  }
  json["blank_lines"] = report.blank_lines;
  json["damaged_fields"] = report.damaged_fields;
  json["damaged_plays"] = report.damaged_plays;
  json["repaired"] = options.repair_text;
  if (report.blunt_times > 0) {
    json["blunt_times"] = report.blunt_times;
    json["blunt_time_ms"] = report.blunt_time_ms;
  }
  AddOddities(report.oddities, &json);
  json["files_without_events"] = report.files_without_events;
  json["files_without_plays"] = report.files_without_plays;
  json["broken_files"] = nlohmann::ordered_json::array();
  for (const BrokenFile& file : report.broken_files) {
    json["broken_files"].push_back({{"file", file.path}, {"fault", file.fault}});
  }
  json["files_left_out"] = report.files_left_out;
  json["recognised"] = nlohmann::ordered_json::array();
  for (const RecognisedFile& file : report.recognised_files) {
    for (const Recognised& recognised : file.recognised) {
      json["recognised"].push_back({{"file", file.path}, {"what", recognised.what}, {"why", recognised.why}});
    }
  }
  return JsonText(json, 2) + "\n";
}

}  // namespace earshot
