// Takes the decoded chunks in the order of the files: writes them down and adds them up.
//
// One collector serves one consolidation, on one thread at a time. The options and the columns must outlive it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/content_id.h"
#include "base/output_file.h"
#include "base/status.h"
#include "events/decode_result.h"
#include "events/event_columns.h"
#include "events/forgotten.h"
#include "events/split/chunk.h"
#include "plays/consolidate.h"
#include "plays/corrector.h"
#include "plays/file_judge.h"
#include "plays/play_sample.h"

namespace earshot {

class Collector {
 public:
  Collector(const ConsolidateOptions& options, const EventColumns& columns, std::vector<LeftOutFile> files_left_out,
            size_t sampled_plays_max);

  // Locks the outputs.
  Status Open(const std::vector<size_t>& columns_of_plays);
  // Withholds the rejects that may be of `forgotten`, which must outlive the collector.
  void Forget(const Forgotten& forgotten) { forgotten_ = &forgotten; }
  // Takes what became of `chunk`, and the rejects out of `result`; `lines` are to be written, `sample` is of the plays.
  Status Add(const Chunk& chunk, const ChunkLines& lines, const PlaySample& sample, DecodeResult* result);
  StatusOr<ConsolidateReport> Finish(CorrectionsReport corrections);

 private:
  void StartFile(const EventFile& file);
  void EndFile();
  void JudgeEmptyColumns();
  void JudgeCopies();
  void WithholdRejects(std::vector<Reject>* rejects);
  Status AddRejects(const EventFile& file, std::vector<Reject>* rejects);
  Status AddRepairs(const std::vector<Repair>& repairs);
  Status AddNames(const EventFile& file, const NamesSeen& names);
  Status CheckNamesFound() const;
  Status CheckFiles() const;
  Status CheckSongsWithoutArtist() const;
  Status CheckRejectsMax() const;
  Status Verdict() const;
  Status WriteReport() const;
  Status CheckNeededOfEvents() const;
  Status WritePlays(std::string_view text);
  Status WriteEvents(std::string_view text);
  Status CommitFiles(const Status& verdict);

  const ConsolidateOptions& options_;
  const EventColumns& columns_;
  const Forgotten* forgotten_ = nullptr;
  std::shared_ptr<OutputFile> output_;
  std::shared_ptr<OutputFile> events_;
  // What output_ and events_ hold, where rejects are kept.
  ContentHash plays_id_;
  ContentHash events_id_;
  std::unique_ptr<OutputFile> rejects_;
  std::unique_ptr<OutputFile> repairs_;
  std::unique_ptr<OutputFile> report_file_;
  ConsolidateReport report_;
  FileJudge judge_;     // of the file that is being read
  uint64_t bytes_ = 0;  // of rows, of the files before that
  uint64_t rejected_bytes_ = 0;
  uint64_t lines_of_file_ = 0;
  PlayColumnSet filled_columns_;  // of any file
  std::vector<std::string> sampled_files_;
  std::vector<PlaySample> samples_;  // of these
  NamesSeen names_of_file_;
  NamesSeen names_of_all_;
};

}  // namespace earshot
