#include "events/event_text.h"

#include <utility>

#include "base/utf8.h"
#include "events/csv/escapes.h"
#include "events/detect/foreign.h"
#include "events/source/decompressing_source.h"
#include "events/source/own_files.h"
#include "events/source/transcoding_source.h"
#include "events/source/unescaping_source.h"
#include "events/source/unwrapping_source.h"

namespace earshot {
namespace {

constexpr size_t kBeginningBytes = size_t{64} << 10;
constexpr size_t kMagicBytes = 512;

Status Decompress(const std::string& path, std::unique_ptr<PeekSource>* source, EventText* text) {
  ASSIGN_OR_RETURN(const std::string_view beginning, (*source)->Peek(4));
  if (beginning.empty()) return InputError("{} is empty; an event file has at least a header line", path);
  const std::string compression = DetectCompression(beginning);
  if (compression.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto decompressed, MakeDecompressingSource(std::move(*source), compression, path));
  *source = std::make_unique<PeekSource>(std::move(decompressed));
  text->detections.push_back({compression, "the first bytes say so"});
  ASSIGN_OR_RETURN(const std::string_view decompressed_beginning, (*source)->Peek(1));
  if (decompressed_beginning.empty()) return InputError("{} is empty once decompressed", path);
  return absl::OkStatus();
}

// Before the bytes are read as text: an error about the header would not help.
Status RefuseForeignBytes(const std::string& path, PeekSource* source) {
  ASSIGN_OR_RETURN(const std::string_view beginning, source->Peek(kMagicBytes));
  const std::optional<std::string> foreign = ForeignBytes(beginning);
  return foreign.has_value() ? InputError("{} {}", path, *foreign) : absl::OkStatus();
}

Status Transcode(const std::string& path, const TextOptions& options, std::unique_ptr<PeekSource>* source,
                 EventText* text) {
  ASSIGN_OR_RETURN(const std::string_view beginning, (*source)->Peek(4));
  std::string evidence = "given, not detected";
  std::string encoding = EncodingOfFile(path, options.encodings);
  if (encoding.empty()) encoding = DetectEncoding(beginning, &evidence);
  if (encoding.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto transcoded, MakeTranscodingSource(std::move(*source), encoding));
  *source = std::make_unique<PeekSource>(std::move(transcoded));
  text->detections.push_back({encoding, evidence});
  text->encoding = encoding;
  return absl::OkStatus();
}

// Skips what precedes the header.
void Skip(size_t bytes, PeekSource* source, EventText* text) {
  source->Skip(bytes);
  text->byte_offset += bytes;
}

// A program that adds one to a text that already has one leaves two.
Status SkipByteOrderMarks(PeekSource* source, EventText* text) {
  while (true) {
    ASSIGN_OR_RETURN(const std::string_view beginning, source->Peek(kByteOrderMark.size()));
    if (beginning != kByteOrderMark) return absl::OkStatus();
    Skip(kByteOrderMark.size(), source, text);
  }
}

Status SkipBlankLines(PeekSource* source, EventText* text) {
  while (true) {
    ASSIGN_OR_RETURN(const std::string_view beginning, source->Peek(kBeginningBytes));
    const BlankLines blank = LeadingBlankLines(beginning);
    if (blank.count == 0) return absl::OkStatus();
    Skip(blank.bytes, source, text);
    text->line_offset += blank.count;
    text->blank_lines += blank.count;
  }
}

// Not where each line is in one more pair of quotes: what those hold is given, not detected.
void DetectEscapes(std::string_view beginning, EventText* text) {
  if (text->dialect.format != EventFormat::kCsv || text->dialect.wrapped) return;
  const bool is_whole = beginning.size() < kBeginningBytes;
  const std::optional<std::string> evidence =
      DetectBackslashEscapes(beginning.substr(text->dialect.preamble_bytes), is_whole, text->dialect.delimiter);
  if (!evidence.has_value()) return;
  text->dialect.backslash = true;
  text->detections.push_back({"backslashes escape", *evidence});
}

}  // namespace

StatusOr<EventText> OpenEventText(const std::string& path, const TextOptions& options) {
  EventText text;
  ASSIGN_OR_RETURN(auto file, OpenFileSource(path));
  auto source = std::make_unique<PeekSource>(std::move(file));
  RETURN_IF_ERROR(Decompress(path, &source, &text));
  RETURN_IF_ERROR(RefuseForeignBytes(path, source.get()));
  RETURN_IF_ERROR(Transcode(path, options, &source, &text));
  RETURN_IF_ERROR(SkipByteOrderMarks(source.get(), &text));
  RETURN_IF_ERROR(SkipBlankLines(source.get(), &text));
  ASSIGN_OR_RETURN(const std::string_view beginning, source->Peek(kBeginningBytes));
  const std::optional<std::string> foreign = ForeignText(beginning);
  if (foreign.has_value()) return InputError("{} {}", path, *foreign);
  if (options.dialect.has_value()) {
    text.dialect = *options.dialect;
    char ignored = ',';
    text.dialect.preamble_bytes = SepLineBytes(beginning, &ignored);
    text.detections.push_back({NameOf(text.dialect), "given, not detected"});
  } else {
    DetectedDialect found = DetectDialect(beginning, options.columns);
    text.dialect = found.dialect;
    for (Detection& detection : found.detections) text.detections.push_back(std::move(detection));
    DetectEscapes(beginning, &text);
  }
  if (StartsLikeConsolidatedFile(beginning)) {
    text.detections.push_back({"a consolidated file", "its header is the one that consolidate writes"});
  }
  if (text.dialect.preamble_bytes > 0) {
    Skip(text.dialect.preamble_bytes, source.get(), &text);
    ++text.line_offset;
    RETURN_IF_ERROR(SkipBlankLines(source.get(), &text));
  }
  text.source = std::move(source);
  if (text.dialect.wrapped) text.source = MakeUnwrappingSource(std::move(text.source));
  if (text.dialect.backslash) {
    text.source = MakeUnescapingSource(std::move(text.source),
                                       {.delimiter = text.dialect.delimiter, .unquoted = text.dialect.unquoted});
  }
  return text;
}

}  // namespace earshot
