// Decodes chunks of JSON: one event a line, an object whose keys are an event's columns.
//
// Missing keys, and nulls, are empty; other keys are ignored. Numbers keep the text that they are written with. One
// decoder serves one thread; it keeps its memory from chunk to chunk.
#pragma once

#include <array>
#include <string>

#include "events/decode_context.h"
#include "events/event.h"

namespace earshot {

class JsonDecoder {
 public:
  // Adds what becomes of the chunk's lines to the context's result.
  void Decode(const DecodeContext& context);

 private:
  void DecodeLine(const RowSpan& span, const DecodeContext& context);

  std::array<std::string, kEventColumnsMax> values_;
};

}  // namespace earshot
