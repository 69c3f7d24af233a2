// Decodes chunks of JSON: one event a line, an object whose keys are an event's columns.
//
// Keys that are missing, or null, are empty; keys that are no column are passed over. Numbers keep the text that they
// are written with.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "events/chunk.h"
#include "events/decode_result.h"
#include "events/play_maker.h"
#include "events/reject/row_log.h"

namespace earshot {

// One decoder serves one thread.
class JsonDecoder {
 public:
  // Adds what becomes of the chunk's lines to `result`.
  void Decode(const Chunk& chunk, PlayMaker* play_maker, PlaySink* sink, DecodeResult* result);

 private:
  struct Line;

  void DecodeLine(const Line& line, const EventFile& file, PlayMaker* play_maker, PlaySink* sink, DecodeResult* result);
  bool RejectBytes(const Line& line);

  RowLog log_;
  std::array<std::string, kEventColumnsMax> values_;
};

}  // namespace earshot
