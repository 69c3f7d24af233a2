// What one chunk is decoded with, and where its outcome goes: handed down through a decoder's calls.
//
// References to objects of the caller, which must outlive the call. One thread.
#pragma once

#include "events/decode_result.h"
#include "events/reject/row_log.h"
#include "events/split/chunk.h"

namespace earshot {

class PlayMaker;

struct DecodeContext {
  const Chunk& chunk;
  PlayMaker& play_maker;
  PlaySink& sink;
  DecodeResult& result;
  RowLog& log;

  const EventFile& file() const { return *chunk.file; }
};

}  // namespace earshot
