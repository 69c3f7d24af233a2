// Consolidates event files: every play of theirs into one file and, where that is wanted, every event into another one;
// every row accounted for.
//
// Consolidate runs threads of its own and returns when they are done; call it from one thread at a time for one output.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/output_file.h"
#include "base/row_limit.h"
#include "base/status.h"
#include "events/event_reader.h"
#include "events/oddities.h"
#include "events/reject/reject.h"
#include "events/source/files.h"
#include "plays/corrections.h"
#include "plays/filled_columns.h"

namespace earshot {

struct ConsolidateOptions {
  std::string output = "event_datafile_new.csv";
  std::string events;                    // where all events are written (plays/dataset.h); empty: nowhere
  std::vector<std::string> events_need;  // columns of theirs that must not be missing in all files
  std::string rejects;                   // where rejected rows are kept; empty: only counted, and the first ones shown
  std::string corrections;               // rows that `reingest` has kept (plays/corrections.h); empty, or no file: none
  std::string report;                    // where the report is written (plays/report_json.h); empty: nowhere
  RowLimit rejects_max;                  // more are not to be taken for a day's events
  TextOptions text;                      // how the files are written; else it is detected
  std::vector<std::string> with;         // columns of the events after the eleven
  std::vector<std::string> renames;      // FROM=COLUMN: what files call FROM is that column
  bool repair_text = false;
  std::string repairs;  // where repaired fields are listed; empty: only counted
  size_t threads = 0;   // 0: as many as the machine has
  size_t chunk_bytes = kChunkBytes;
};

// What was detected in a file that is not plain CSV.
struct FileDetections {
  std::string path;
  std::vector<Detection> detections;
};

// A file with plays of which none has a value in these columns.
struct EmptyColumns {
  std::string path;
  uint64_t plays = 0;
  PlayColumnSet columns;
};

// A file that cannot be used as a whole, and stops the job.
struct BrokenFile {
  std::string path;
  std::string fault;
};

struct ConsolidateReport {
  uint64_t files = 0;
  uint64_t events = 0;  // = plays + without_artist + rejects + suppressed, always
  uint64_t plays = 0;
  // Plays of listeners who were forgotten (plays/forgotten_file.h); all of their events, where those are written.
  uint64_t suppressed = 0;
  uint64_t withheld_rejects = 0;  // of `rejects`: they may be of those listeners, and are not kept
  uint64_t without_artist = 0;
  uint64_t songs_without_artist = 0;  // of those: their page says that a song was played
  std::string first_file_of_songs_without_artist;
  uint64_t rejects = 0;
  uint64_t blank_lines = 0;  // not counted as events
  uint64_t output_bytes = 0;
  uint64_t events_bytes = 0;                      // of the file of events
  FileStamp events_output;                        // to know it by
  std::shared_ptr<const OutputFile> events_lock;  // as output_lock
  FileStamp output;                               // to know the output by
  std::shared_ptr<const OutputFile> output_lock;  // nobody replaces the output while this is there
  std::array<uint64_t, kRejectKindCount> rejects_by_kind = {};
  std::vector<Reject> first_rejects;                     // a few, to show
  std::vector<std::string> files_without_events;         // nothing but a header
  std::vector<std::string> files_without_plays;          // events, but no play among them
  std::vector<std::string> files_without_last_line_end;  // whose last row may have been cut
  std::vector<std::string> files_of_one_play;            // that comes up again and again, or as the first and the last
  std::vector<EmptyColumns> files_with_empty_columns;
  std::vector<BrokenFile> broken_files;
  std::vector<LeftOutFile> files_left_out;
  std::vector<FileDetections> detections;
  uint64_t damaged_fields =
      0;  // of plays, or of all events where they are written: text that was decoded wrongly; repaired with repair_text
  uint64_t damaged_plays = 0;
  uint64_t coarse_times = 0;  // plays whose ts has lost digits, if it is kept
  double coarse_time_ms = 0;  // the precision of the finest of them
  Oddities oddities;
  CorrectionsReport corrections;
  std::string stopped;  // why the output was not written, where there were too many rejects
};

// Reads the event files of `inputs` (events/source/files.h) and writes their plays to options.output, whole or not
// at all. Rows that options.corrections corrects are read as they are there, and plays of listeners in the list beside
// the output (plays/forgotten_file.h) are suppressed. Too many rejects are an error, and leave no output, but the
// rejects and the report where they are to be kept. Where somebody has repaired rows in the file that the rejects would
// replace, and has not re-ingested them, nothing is read or written.
StatusOr<ConsolidateReport> Consolidate(const std::vector<std::string>& inputs, const ConsolidateOptions& options);

}  // namespace earshot
