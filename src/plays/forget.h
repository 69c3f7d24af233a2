// Forgets a listener: erases what is theirs from the files that runs keep, and lets no later run bring it back.
//
// Killed at any point, the next call completes it: the listener is in the list of those who were forgotten
// (plays/forgotten_file.h) before anything is erased, and each file is replaced as a whole. Waits for the disk.
//
// Call it from one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/output_file.h"
#include "base/status.h"

namespace earshot {

struct ForgetOptions {
  int64_t user_id = 0;
  std::string plays;
  std::string last_plays;   // kept by earlier loads; only read. Need not be there, as all that follow
  std::string events;       // all events, the plays among them
  std::string last_events;  // kept by earlier loads; only read
  std::string rejects;      // empty: none
  std::string corrections;  // of rejects
};

// What is in a file, and how much of it is the listener's: of rejects, may be theirs.
struct SearchedFile {
  std::string what;  // "plays"
  std::string path;
  uint64_t rows = 0;
  uint64_t theirs = 0;
};

struct ForgottenFiles {
  std::vector<SearchedFile> before;  // as they were
  // Why these could not be read; they are to be removed anyway.
  Status last_plays;
  Status last_events;
  FileStamp plays;  // to know the plays by
  FileStamp events;
  std::shared_ptr<const OutputFile> events_lock;
  std::shared_ptr<const OutputFile> plays_lock;  // nobody replaces them while this is there
};

// Erases the listener from the plays, the events, the rejects and the corrections.
StatusOr<ForgottenFiles> ForgetInFiles(const ForgetOptions& options);

// Searches all files that are there. REQUIRES: the listener is in the list.
StatusOr<std::vector<SearchedFile>> SearchFiles(const ForgetOptions& options);

}  // namespace earshot
