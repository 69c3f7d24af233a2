#include "plays/consolidate.h"

#include <absl/strings/match.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "base/ordered_work.h"
#include "base/progress.h"
#include "base/separate_files.h"
#include "base/stop_token.h"
#include "events/decode.h"
#include "events/source/files.h"
#include "plays/collector.h"
#include "plays/corrector.h"
#include "plays/forgotten_file.h"
#include "plays/play_sample.h"
#include "plays/play_writer.h"
#include "plays/replaceable.h"

namespace earshot {
namespace {

// A chunk on its way through: read, decoded, written. Each thread has one.
class Job : public PlaySink {
 public:
  Job(const DecodeOptions& options, std::vector<size_t> columns, size_t sampled_plays_max)
      : sample(sampled_plays_max), decoder_(options), plays_(std::move(columns)), events_(AllEventColumns()) {}

  void Decode() {
    plays_.Clear();
    events_.Clear();
    sample.Clear();
    if (file_ != chunk.file) sample.Restart();
    file_ = chunk.file;
    decoder_.Decode(chunk, this, &result);
  }

  void OnPlay(const Event& event) override {
    const size_t begin = plays_.text().size();
    plays_.OnPlay(event);
    sample.Add(event, plays_.text().substr(begin));
  }

  void OnEvent(const Event& event) override { events_.OnPlay(event); }

  ChunkLines lines() const { return {plays_.text(), events_.text()}; }

  Chunk chunk;
  DecodeResult result;
  PlaySample sample;

 private:
  Decoder decoder_;
  PlayWriter plays_;
  PlayWriter events_;
  std::shared_ptr<const EventFile> file_;  // of the sample
};

// How many bytes will be read, 0 where nobody knows: a pipe, or compressed files.
uint64_t BytesOf(const std::vector<std::string>& files) {
  uint64_t bytes = 0;
  for (const std::string& file : files) {
    std::error_code error;
    const uintmax_t size = std::filesystem::file_size(file, error);
    if (error || absl::EndsWithIgnoreCase(file, ".gz") || absl::EndsWithIgnoreCase(file, ".zst")) return 0;
    bytes += size;
  }
  return bytes;
}

}  // namespace

StatusOr<ConsolidateReport> Consolidate(const std::vector<std::string>& inputs, const ConsolidateOptions& options) {
  TextOptions text = options.text;
  ASSIGN_OR_RETURN(text.columns, MakeEventColumns(options.with, options.renames));
  DecodeOptions decode_options = {.with = text.columns.with,
                                  .events = !options.events.empty(),
                                  .repair_text = options.repair_text,
                                  .forgotten = nullptr};
  const std::vector<std::string> outputs = {options.output, options.events, options.rejects, options.repairs,
                                            options.report};
  ASSIGN_OR_RETURN(FoundFiles found, FindEventFiles(inputs, outputs));
  const std::vector<std::string>& files = found.events;
  RETURN_IF_ERROR(CheckPatternsMatch(text.encodings, files));
  std::vector<std::string> others = files;
  others.push_back(options.corrections);
  RETURN_IF_ERROR(CheckSeparateFiles(outputs, others));
  RETURN_IF_ERROR(CheckReplaceable(options.output, StartsWith(ConsolidatedStart())));
  RETURN_IF_ERROR(CheckReplaceable(options.events, StartsWith(EventsFileStart())));
  RETURN_IF_ERROR(CheckNotKeptBesidePlays(options.rejects));  // what else is lost there, CheckNothingRepaired says
  RETURN_IF_ERROR(CheckReplaceable(options.repairs, StartsWith(kRepairsStart)));
  RETURN_IF_ERROR(CheckReplaceable(options.report, StartsWith(kReportStart)));
  const std::vector<size_t> columns = PlayMaker(decode_options).columns();
  const size_t sampled_plays_max = SampledPlaysMax(files.size());
  Collector collector(options, text.columns, std::move(found.left_out), sampled_plays_max);
  RETURN_IF_ERROR(AfterStop(collector.Open(columns), options.output + " was not written"));
  // Once the output is locked, so that nobody is forgotten meanwhile.
  ASSIGN_OR_RETURN(const std::vector<ForgottenListener> list, ReadForgottenList(ForgottenOf(options.output)));
  const Forgotten forgotten = ForgottenIn(list);
  if (!forgotten.empty()) decode_options.forgotten = &forgotten;
  collector.Forget(forgotten);
  ASSIGN_OR_RETURN(std::unique_ptr<Corrections> corrections, Corrections::Open(options.corrections, files));
  Corrector corrector(std::move(corrections), decode_options);

  EventReader reader(files, {.text = text, .chunk_bytes = options.chunk_bytes});
  Progress progress("consolidate", "bytes", BytesOf(files));
  const auto make = [&] { return Job(decode_options, columns, sampled_plays_max); };
  const auto read = [&](Job* job) { return reader.Next(&job->chunk); };
  const auto decode = [](Job* job) { job->Decode(); };
  const auto write = [&](Job* job) -> Status {
    progress.Add(job->chunk.end);
    ASSIGN_OR_RETURN(const ChunkLines lines, corrector.Correct(job->chunk, job->lines(), &job->sample, &job->result));
    return collector.Add(job->chunk, lines, job->sample, &job->result);
  };
  const Status status = RunInOrder(ThreadCount(options.threads), make, read, decode, write);
  if (!status.ok()) return AfterStop(status, options.output + " was not written");
  ASSIGN_OR_RETURN(CorrectionsReport corrected, corrector.Report());
  return collector.Finish(std::move(corrected));
}

}  // namespace earshot
