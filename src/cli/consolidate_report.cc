#include "cli/consolidate_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/oddities_report.h"
#include "cli/remedies.h"
#include "plays/counted.h"
#include "plays/forgotten_file.h"

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

// Files that are reported together, in the order in which the first of each comes up.
class Groups {
 public:
  void Add(const std::string& what, const std::string& path) {
    const auto found =
        std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) { return group.what == what; });
    if (found == groups_.end()) {
      groups_.push_back({what, path, 1});
    } else {
      ++found->count;
    }
  }

  // "a.csv", "a.csv and 3 more files"
  template <typename Line>
  std::string Render(const Line& line) const {
    std::string text;
    for (size_t i = 0; i < std::min(groups_.size(), kFilesShownMax); ++i) {
      const Group& group = groups_[i];
      const std::string more = group.count == 1 ? "" : fmt::format(" and {}", Counted(group.count - 1, "more file"));
      text += line(group.what, group.path + more, group.count > 1);
    }
    if (groups_.size() > kFilesShownMax) text += "  ... and others; --report FILE lists all of them\n";
    return text;
  }

 private:
  struct Group {
    std::string what;
    std::string path;  // of the first
    uint64_t count;
  };
  std::vector<Group> groups_;
};

// "a.csv and 3 more files have no line end ..."
std::string RenderTogether(const std::vector<std::string>& files, const std::string& what) {
  Groups groups;
  for (const std::string& file : files) groups.Add(what, file);
  return groups.Render([](const std::string& had, const std::string& names, bool several) {
    return fmt::format("  {} {} {}\n", names, several ? "have" : "has", had);
  });
}

std::string RenderEmptyColumns(const std::vector<EmptyColumns>& files) {
  Groups groups;
  for (const EmptyColumns& file : files) groups.Add(NamesOf(file.columns), file.path);
  return groups.Render([](const std::string& columns, const std::string& names, bool several) {
    return fmt::format("  {} {} no value in any play for: {}\n", names, several ? "have" : "has", columns);
  });
}

std::string Whats(const FileDetections& file) {
  std::string whats;
  for (const Detection& detection : file.detections) {
    whats += fmt::format("{}{}", whats.empty() ? "" : ", ", detection.what);
  }
  return whats;
}

// One line for all files that are written alike, if not as plain CSV; with `explain`, one for each file, and one more
// for each detection.
std::string RenderDetections(const ConsolidateReport& report, bool explain) {
  std::string text;
  if (!explain) {
    Groups groups;
    for (const FileDetections& file : report.detections) groups.Add(Whats(file), file.path);
    return groups.Render([](const std::string& whats, const std::string& files, bool several) {
      return fmt::format("  {} {} read as: {}\n", files, several ? "are" : "is", whats);
    });
  }
  for (const FileDetections& file : report.detections) {
    text += fmt::format("  {} is read as: {}\n", file.path, Whats(file));
    for (const Detection& detection : file.detections) {
      text += fmt::format("    {}: {}\n", detection.what, detection.evidence);
    }
  }
  if (report.detections.size() < report.files) {
    const uint64_t plain = report.files - report.detections.size();
    text += fmt::format("  {} plain CSV: UTF-8, with commas between the fields\n",
                        Counted(plain, "file") + (plain == 1 ? " is" : " are"));
  }
  return text;
}

// A directory may hold events that are called otherwise: who reads this knows.
std::string RenderLeftOut(const ConsolidateReport& report) {
  Groups groups;
  for (const LeftOutFile& file : report.files_left_out) groups.Add(file.why, file.path);
  return groups.Render([](const std::string& why, const std::string& files, bool) {
    return fmt::format("  left out: {}: {}\n", files, why);
  });
}

// Those that were not used: their rows were corrected at their source, or are of other days.
std::string RenderCorrections(const CorrectionsReport& report, const std::string& path) {
  std::string text;
  for (const UnusedCorrection& unused : report.first_unused) {
    text += fmt::format("  {}, line {}, is not needed: {} no longer has the rejected row that was in line {}\n", path,
                        unused.number, unused.file, unused.line);
  }
  if (report.unused > report.first_unused.size()) {
    text += fmt::format("  ... and {} more are not needed\n", Grouped(report.unused - report.first_unused.size()));
  }
  if (report.of_other_files > 0) {
    text += fmt::format("  {} in {} of files that were not read (first {})\n",
                        Counted(report.of_other_files, "correction"), path, report.first_other_file);
  }
  return text;
}

std::string RenderDamage(const ConsolidateReport& report, const ConsolidateOptions& options) {
  if (report.damaged_fields == 0) return "";
  const std::string where = options.repairs.empty() ? "" : ", listed in " + options.repairs;
  return fmt::format("  text that was decoded wrongly in {} of {}: {}\n", Counted(report.damaged_fields, "field"),
                     Counted(report.damaged_plays, options.events.empty() ? "play" : "event"),
                     options.repair_text ? "repaired" + where : "left as it is; repair it with --repair-text");
}

// "10,000 seconds", "10 milliseconds"
std::string RenderMilliseconds(double milliseconds) {
  const bool in_seconds = milliseconds >= 1000;
  const auto count = static_cast<uint64_t>(in_seconds ? milliseconds / 1000 : milliseconds);
  return Counted(count, in_seconds ? "second" : "millisecond");
}

std::string RenderTimes(const ConsolidateReport& report) {
  if (report.coarse_times == 0) return "";
  return fmt::format("  ts has lost its digits in {}: the time is known to within {}\n",
                     Counted(report.coarse_times, "play"), RenderMilliseconds(report.coarse_time_ms));
}

}  // namespace

std::string RenderReport(const ConsolidateReport& report, const ConsolidateOptions& options, bool explain) {
  std::string text = fmt::format("consolidated {}\n", Counted(report.files, "event file"));
  text += CountLine("events", report.events, "");
  text +=
      CountLine("plays", report.plays, fmt::format("in {} ({} bytes)", options.output, Grouped(report.output_bytes)));
  text += CountLine("without an artist", report.without_artist, "");
  if (!options.events.empty()) {
    text += CountLine("plays and those", report.plays + report.without_artist,
                      fmt::format("in {} ({} bytes)", options.events, Grouped(report.events_bytes)));
  }
  if (report.corrections.rows > 0) {
    text += CountLine("corrected", report.corrections.rows, "by " + options.corrections);
  }
  if (report.suppressed > 0) {
    text +=
        CountLine("suppressed", report.suppressed, "of listeners who were forgotten: " + ForgottenOf(options.output));
  }
  text += CountLine("rejected", report.rejects,
                    report.rejects > 0 && !options.rejects.empty() ? "in " + options.rejects : "");
  for (size_t kind = 0; kind < kRejectKindCount; ++kind) {
    if (report.rejects_by_kind[kind] == 0) continue;
    const RejectKind reject_kind = static_cast<RejectKind>(kind);
    text += CountLine(fmt::format("  {}", NameOf(reject_kind)), report.rejects_by_kind[kind], RemedyOf(reject_kind));
  }
  if (report.withheld_rejects > 0) {
    text +=
        CountLine("  withheld", report.withheld_rejects, "may be of listeners who were forgotten, and are not kept");
  }
  if (report.blank_lines > 0) text += CountLine("blank lines", report.blank_lines, "left out");
  for (const Reject& reject : report.first_rejects) text += fmt::format("  rejected: {}\n", DescribeReject(reject));
  if (report.rejects > report.first_rejects.size()) {
    text += fmt::format("  ... and {} more\n", Grouped(report.rejects - report.first_rejects.size()));
  }
  if (report.rejects > 0 && options.rejects.empty()) text += "  keep rejected rows with --rejects FILE\n";
  text += RenderFilesWithout(report.files_without_events, "a header and no events");
  if (report.songs_without_artist > 0) {
    text += fmt::format("  page says NextSong in {} without an artist (first {})\n",
                        Counted(report.songs_without_artist, "event"), report.first_file_of_songs_without_artist);
  }
  text += RenderFilesWithout(report.files_without_plays, "events, but no play");
  text += RenderEmptyColumns(report.files_with_empty_columns);
  text += RenderTogether(report.files_without_last_line_end, "no line end after the last row: cut off, perhaps?");
  text += RenderTogether(report.files_of_one_play, "the same play as the first and the last");
  return text + RenderCorrections(report.corrections, options.corrections) + RenderLeftOut(report) +
         RenderOddities(report.oddities) + RenderDamage(report, options) + RenderTimes(report) +
         RenderDetections(report, explain);
}

}  // namespace earshot
