// Reads event files one after the other and cuts them into chunks of whole rows.
//
// Reading is in order and so on one thread at a time; what it hands out can be decoded on any thread. It does as
// little as it can: read, find the masks, find where quoted fields and with them rows end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/status.h"
#include "events/chunk.h"

namespace earshot {

inline constexpr size_t kChunkBytes = size_t{256} << 10;

class EventReader {
 public:
  // Reads `files`, `chunk_bytes` at a time. A row that is longer than that makes its chunk longer.
  explicit EventReader(std::vector<std::string> files, size_t chunk_bytes = kChunkBytes);

  // Fills `chunk` with the next rows; false behind the last file's end. A file that cannot be read, is empty, or has no
  // header that names the needed columns, is an error.
  StatusOr<bool> Next(Chunk* chunk);

 private:
  Status OpenNextFile();
  Status Fill(Chunk* chunk);
  Status ReadOn(Chunk* chunk, size_t* filled);
  Status TakeHeader(Chunk* chunk);
  Status CutLongRow(Chunk* chunk);

  const std::vector<std::string> files_;
  const size_t chunk_bytes_;
  size_t next_file_ = 0;

  // The file that is being read; none when `input_` is null.
  std::unique_ptr<FileReader> input_;
  std::shared_ptr<EventFile> file_;
  bool header_is_read_ = false;
  bool at_end_ = false;
  uint64_t byte_offset_ = 0;  // of carry_
  std::string carry_;         // what was read behind the last chunk's rows
};

}  // namespace earshot
