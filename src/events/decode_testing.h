// What the decoder's tests and fuzzers share: a whole text decoded, with any chunk size, into something comparable.
// Functions without state; safe on any thread.
#pragma once

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "events/decode.h"
#include "events/event_reader.h"

namespace earshot {

using Fields = std::vector<std::string>;

// What a text decodes to, all of it comparable.
struct Decoded {
  std::vector<Fields> plays;         // the required columns' values
  std::vector<std::string> rejects;  // "line:offset kind column reason raw"
  uint64_t events = 0;
  uint64_t without_artist = 0;
  uint64_t blank_lines = 0;
  uint64_t lines = 0;
  std::string error;

  bool operator==(const Decoded&) const = default;
};

inline std::string ValueOf(const EventField& field) {
  std::string value;
  for (size_t i = 0; i < field.text.size(); ++i) {
    value.push_back(field.text[i]);
    if (field.quoted && field.text[i] == '"') ++i;
  }
  return value;
}

class CollectedPlays : public PlaySink {
 public:
  explicit CollectedPlays(Decoded* decoded) : decoded_(decoded) {}
  void OnPlay(const Event& event) override {
    Fields play;
    for (const size_t column : kRequiredEventColumns) play.push_back(ValueOf(event.fields[column]));
    decoded_->plays.push_back(play);
  }

 private:
  Decoded* decoded_;
};

// A file in memory with `text` in it.
class EventsFile {
 public:
  explicit EventsFile(std::string_view text) : descriptor_(memfd_create("events.csv", 0)) {
    if (write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) std::abort();
  }
  ~EventsFile() { close(descriptor_); }
  EventsFile(const EventsFile&) = delete;
  EventsFile& operator=(const EventsFile&) = delete;

  Decoded Decode(size_t chunk_bytes, const TextOptions& text = {}) const;

 private:
  const int descriptor_;
};

inline Decoded EventsFile::Decode(size_t chunk_bytes, const TextOptions& text) const {
  Decoded decoded;
  CollectedPlays collector(&decoded);
  EventReader reader({fmt::format("/proc/self/fd/{}", descriptor_)}, {.text = text, .chunk_bytes = chunk_bytes});
  Chunk chunk;
  Decoder decoder;
  while (true) {
    const StatusOr<bool> next = reader.Next(&chunk);
    if (!next.ok()) decoded.error = MessageOf(next.status());
    if (!next.ok() || !*next) return decoded;
    DecodeResult result;
    decoder.Decode(chunk, &collector, &result);
    if (result.events != result.plays + result.without_artist + result.rejects.size() + result.suppressed) std::abort();
    for (const Reject& reject : result.rejects) {
      decoded.rejects.push_back(fmt::format("{}:{} {} {} {} {}", decoded.lines + reject.line, reject.byte_offset,
                                            NameOf(reject.kind), reject.column, reject.reason, reject.raw));
    }
    decoded.events += result.events;
    decoded.without_artist += result.without_artist;
    decoded.blank_lines += result.blank_lines;
    decoded.lines += result.lines;
  }
}

}  // namespace earshot
