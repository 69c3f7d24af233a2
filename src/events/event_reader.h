// Reads event files in order and cuts them into chunks of whole rows.
//
// Reading is sequential, so one thread at a time; chunks can be decoded on any thread. The reader does as little as it
// can: it reads, finds the masks, and finds where quoted fields, and so rows, end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "events/event_text.h"
#include "events/source/byte_source.h"
#include "events/split/chunk.h"

namespace earshot {

inline constexpr size_t kChunkBytes = size_t{256} << 10;

struct ReadOptions {
  TextOptions text;
  size_t chunk_bytes = kChunkBytes;  // read at a time; a longer row makes its chunk longer
};

class EventReader {
 public:
  explicit EventReader(std::vector<std::string> files, ReadOptions options = {});

  // Fills `chunk` with the next rows; false after the last file. A file that cannot be read, is empty, or has no
  // header that names the required columns, is an error.
  StatusOr<bool> Next(Chunk* chunk);

 private:
  Status OpenNextFile();
  Status Fill(Chunk* chunk);
  Status ReadOn(Chunk* chunk, size_t* filled);
  std::string FirstLine() const;
  Status RefuseHeader(const Chunk& chunk) const;
  bool HasEnough(const Chunk& chunk, size_t filled) const;
  Status TakeHeader(size_t filled, Chunk* chunk);
  Status CutLongRow(Chunk* chunk);

  const std::vector<std::string> files_;
  const ReadOptions options_;
  size_t next_file_ = 0;

  // The file that is being read; none if `input_` is null.
  std::unique_ptr<ByteSource> input_;
  std::shared_ptr<EventFile> file_;
  bool header_is_read_ = false;
  bool at_end_ = false;
  bool in_doubt_ = false;     // the row after the last chunk may be the rest of one that was cut
  uint64_t byte_offset_ = 0;  // of carry_
  std::string carry_;         // what was read after the last chunk's rows
};

}  // namespace earshot
