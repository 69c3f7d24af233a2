// The decoder: a chunk's rows to events. Each row becomes a play, an event without an artist, or a reject.
#pragma once

#include "events/chunk.h"
#include "events/csv/csv_decoder.h"
#include "events/decode_result.h"
#include "events/json/json_decoder.h"
#include "events/play_maker.h"

namespace earshot {

// One decoder serves one thread; it keeps its memory from chunk to chunk.
class Decoder {
 public:
  explicit Decoder(const DecodeOptions& options = {}) : play_maker_(options) {}

  void Decode(const Chunk& chunk, PlaySink* sink, DecodeResult* result) {
    *result = DecodeResult();
    if (chunk.file->dialect.format == EventFormat::kJson) {
      json_.Decode(chunk, &play_maker_, sink, result);
    } else {
      csv_.Decode(chunk, &play_maker_, sink, result);
    }
  }

 private:
  PlayMaker play_maker_;
  CsvDecoder csv_;
  JsonDecoder json_;
};

}  // namespace earshot
