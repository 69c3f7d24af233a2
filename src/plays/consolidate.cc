#include "plays/consolidate.h"

#include <absl/strings/numbers.h>

#include <filesystem>
#include <memory>
#include <numeric>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/ordered_work.h"
#include "base/progress.h"
#include "events/decode.h"
#include "events/files.h"
#include "plays/play_text.h"
#include "plays/play_writer.h"

namespace earshot {
namespace {

constexpr size_t kFirstRejectsMax = 5;

// A chunk on its way through: read, decoded, written. Each thread has one.
struct Job {
  Chunk chunk;
  Decoder decoder;
  DecodeResult result;
  PlayText plays;
};

// Takes the decoded chunks in the order of the files: writes them down and adds them up.
class Collector {
 public:
  explicit Collector(const ConsolidateOptions& options) : options_(options) {}

  Status Open();
  Status Add(Job* job);
  StatusOr<ConsolidateReport> Finish();

 private:
  Status AddRejects(std::vector<Reject>* rejects);
  void EndFile();
  Status CheckRejectsMax() const;

  const ConsolidateOptions& options_;
  std::unique_ptr<AtomicFile> output_;
  std::unique_ptr<AtomicFile> rejects_;
  ConsolidateReport report_;
  std::string file_;  // the one that is being read
  uint64_t events_of_file_ = 0;
  uint64_t lines_of_file_ = 0;
};

Status Collector::Open() {
  ASSIGN_OR_RETURN(output_, AtomicFile::Create(options_.output));
  if (!options_.rejects.empty()) {
    ASSIGN_OR_RETURN(rejects_, AtomicFile::Create(options_.rejects));
  }
  std::string header;
  AppendPlaysHeader(&header);
  report_.output_bytes = header.size();
  return output_->Write(header);
}

void Collector::EndFile() {
  if (!file_.empty() && events_of_file_ == 0) report_.files_without_events.push_back(file_);
}

Status Collector::Add(Job* job) {
  const DecodeResult& result = job->result;
  if (job->chunk.starts_file) {
    EndFile();
    ++report_.files;
    file_ = job->chunk.file->path;
    events_of_file_ = 0;
    lines_of_file_ = 0;
  }
  events_of_file_ += result.events;
  report_.events += result.events;
  report_.plays += result.plays;
  report_.without_artist += result.without_artist;
  report_.blank_lines += result.blank_lines;
  RETURN_IF_ERROR(AddRejects(&job->result.rejects));
  lines_of_file_ += result.lines;
  report_.output_bytes += job->plays.text().size();
  return output_->Write(job->plays.text());
}

Status Collector::AddRejects(std::vector<Reject>* rejects) {
  std::string text;
  for (Reject& reject : *rejects) {
    reject.line += lines_of_file_;
    ++report_.rejects;
    ++report_.rejects_by_kind[static_cast<size_t>(reject.kind)];
    if (rejects_ != nullptr) AppendRejectJson(reject, &text);
    if (report_.first_rejects.size() < kFirstRejectsMax) report_.first_rejects.push_back(std::move(reject));
  }
  return text.empty() ? absl::OkStatus() : rejects_->Write(text);
}

Status Collector::CheckRejectsMax() const {
  const RejectsMax& max = options_.rejects_max;
  const double share =
      static_cast<double>(report_.rejects) / static_cast<double>(std::max<uint64_t>(report_.events, 1));
  if (max.is_share ? share <= max.share : report_.rejects <= max.rows) return absl::OkStatus();
  const std::string allowed = max.is_share ? fmt::format("{} %", max.share * 100) : fmt::format("{} rows", max.rows);
  return InputError(
      "{} of {} events were rejected, more than {}, so {} was not written. The first is {}. Mend the files{}, or allow "
      "more with --rejects-max",
      report_.rejects, report_.events, allowed, options_.output, DescribeReject(report_.first_rejects.front()),
      options_.rejects.empty() ? " (--rejects FILE lists all of them)" : " (all are in " + options_.rejects + ")");
}

StatusOr<ConsolidateReport> Collector::Finish() {
  EndFile();
  if (report_.events != report_.plays + report_.without_artist + report_.rejects) {
    return SystemError("{} events were read, but {} plays, {} events without an artist and {} rejects were counted",
                       report_.events, report_.plays, report_.without_artist, report_.rejects);
  }
  if (rejects_ != nullptr) RETURN_IF_ERROR(rejects_->Commit());
  RETURN_IF_ERROR(CheckRejectsMax());
  RETURN_IF_ERROR(output_->Commit());
  return std::move(report_);
}

uint64_t BytesOf(const std::vector<std::string>& files) {
  uint64_t bytes = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const uintmax_t size = std::filesystem::file_size(file, error);
    if (!error) bytes += size;
  }
  return bytes;
}

// A file that is read must not be written over: the next run would read its own output.
Status CheckNotAnInput(const std::string& path, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code error;
    if (!path.empty() && std::filesystem::equivalent(path, file, error)) {
      return UsageError("{} is one of the event files that are read; write to another file", path);
    }
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<ConsolidateReport> Consolidate(const std::vector<std::string>& inputs, const ConsolidateOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<std::string> files, FindEventFiles(inputs));
  RETURN_IF_ERROR(CheckNotAnInput(options.output, files));
  RETURN_IF_ERROR(CheckNotAnInput(options.rejects, files));
  Collector collector(options);
  RETURN_IF_ERROR(collector.Open());

  EventReader reader(files, options.chunk_bytes);
  Progress progress("consolidate", "bytes", BytesOf(files));
  const auto read = [&](Job* job) { return reader.Next(&job->chunk); };
  const auto decode = [](Job* job) {
    job->plays.Clear();
    job->decoder.Decode(job->chunk, &job->plays, &job->result);
  };
  const auto write = [&](Job* job) {
    progress.Add(job->chunk.end);
    return collector.Add(job);
  };
  const size_t threads = options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  RETURN_IF_ERROR(RunInOrder<Job>(threads, read, decode, write));
  return collector.Finish();
}

StatusOr<RejectsMax> ParseRejectsMax(const std::string& text) {
  RejectsMax max;
  max.is_share = text.ends_with('%');
  double percent = 0;
  const std::string number = max.is_share ? text.substr(0, text.size() - 1) : text;
  const bool parsed = max.is_share ? absl::SimpleAtod(number, &percent) : absl::SimpleAtoi(number, &max.rows);
  if (!parsed || !(percent >= 0 && percent <= 100)) {
    return UsageError("--rejects-max {}: give a number of rows (100) or a share of the events (2.5%)", text);
  }
  max.share = percent / 100;
  return max;
}

}  // namespace earshot
