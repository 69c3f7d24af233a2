// The decoder: turns the rows of a chunk into events. Each row becomes a play, an event without an artist, or a reject.
//
// One decoder serves one thread; it keeps its memory from chunk to chunk.
#pragma once

#include "events/csv/csv_decoder.h"
#include "events/decode_context.h"
#include "events/json/json_decoder.h"
#include "events/play_maker.h"

namespace earshot {

class Decoder {
 public:
  explicit Decoder(const DecodeOptions& options = {}) : play_maker_(options) {}

  void Decode(const Chunk& chunk, PlaySink* sink, DecodeResult* result) {
    *result = DecodeResult();
    RowLog log({.file = *chunk.file, .bytes = chunk.bytes(), .byte_offset = chunk.byte_offset}, result);
    const DecodeContext context = {chunk, play_maker_, *sink, *result, log};
    if (chunk.file->dialect.format == EventFormat::kJson) {
      json_.Decode(context);
    } else {
      csv_.Decode(context);
    }
  }

 private:
  PlayMaker play_maker_;
  CsvDecoder csv_;
  JsonDecoder json_;
};

}  // namespace earshot
