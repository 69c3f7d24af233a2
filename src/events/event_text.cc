#include "events/event_text.h"

#include <utility>

#include "events/backslash_source.h"
#include "events/compressed_source.h"
#include "events/encoded_source.h"
#include "events/escapes.h"
#include "events/foreign.h"
#include "events/own_files.h"
#include "events/unwrapped_source.h"

namespace earshot {
namespace {

constexpr size_t kBeginningBytes = size_t{64} << 10;
constexpr size_t kMagicBytes = 512;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

Status Unpack(const std::string& path, std::unique_ptr<PeekSource>* source, EventText* text) {
  ASSIGN_OR_RETURN(const std::string_view beginning, (*source)->Peek(4));
  if (beginning.empty()) return InputError("{} is empty; an event file has at least a header line", path);
  const std::string compression = CompressionOf(beginning);
  if (compression.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto unpacked, MakeCompressedSource(std::move(*source), compression, path));
  *source = std::make_unique<PeekSource>(std::move(unpacked));
  text->recognised.push_back({compression, "the first bytes say so"});
  ASSIGN_OR_RETURN(const std::string_view unpacked_beginning, (*source)->Peek(1));
  if (unpacked_beginning.empty()) return InputError("{} is empty once it is unpacked", path);
  return absl::OkStatus();
}

// Before it is taken for text: what it says of a header would not help.
Status RefuseForeignBytes(const std::string& path, PeekSource* source) {
  ASSIGN_OR_RETURN(const std::string_view beginning, source->Peek(kMagicBytes));
  const std::optional<std::string> foreign = ForeignBytes(beginning);
  return foreign.has_value() ? InputError("{} {}", path, *foreign) : absl::OkStatus();
}

Status Encode(const std::string& path, const TextOptions& options, std::unique_ptr<PeekSource>* source,
              EventText* text) {
  ASSIGN_OR_RETURN(const std::string_view beginning, (*source)->Peek(4));
  std::string why = "given, not detected";
  std::string encoding = EncodingOfFile(path, options.encodings);
  if (encoding.empty()) encoding = EncodingOf(beginning, &why);
  if (encoding.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(auto encoded, MakeEncodedSource(std::move(*source), encoding));
  *source = std::make_unique<PeekSource>(std::move(encoded));
  text->recognised.push_back({encoding, why});
  text->encoding = encoding;
  return absl::OkStatus();
}

// Passes over what stands before the header.
void Skip(size_t bytes, PeekSource* source, EventText* text) {
  source->Skip(bytes);
  text->byte_offset += bytes;
}

// A program that writes one before a text that has one already leaves two.
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

// Where lines stand in one more pair of quotes, what is in them is told, not found out.
void FindEscapes(std::string_view beginning, EventText* text) {
  if (text->dialect.format != EventFormat::kCsv || text->dialect.wrapped) return;
  const bool is_whole = beginning.size() < kBeginningBytes;
  const std::optional<std::string> why =
      FindBackslashEscapes(beginning.substr(text->dialect.preamble_bytes), is_whole, text->dialect.delimiter);
  if (!why.has_value()) return;
  text->dialect.backslash = true;
  text->recognised.push_back({"backslashes escape", *why});
}

}  // namespace

StatusOr<EventText> OpenEventText(const std::string& path, const TextOptions& options) {
  EventText text;
  ASSIGN_OR_RETURN(auto file, OpenFileSource(path));
  auto source = std::make_unique<PeekSource>(std::move(file));
  RETURN_IF_ERROR(Unpack(path, &source, &text));
  RETURN_IF_ERROR(RefuseForeignBytes(path, source.get()));
  RETURN_IF_ERROR(Encode(path, options, &source, &text));
  RETURN_IF_ERROR(SkipByteOrderMarks(source.get(), &text));
  RETURN_IF_ERROR(SkipBlankLines(source.get(), &text));
  ASSIGN_OR_RETURN(const std::string_view beginning, source->Peek(kBeginningBytes));
  const std::optional<std::string> foreign = ForeignText(beginning);
  if (foreign.has_value()) return InputError("{} {}", path, *foreign);
  if (options.dialect.has_value()) {
    text.dialect = *options.dialect;
    char ignored = ',';
    text.dialect.preamble_bytes = SepLineBytes(beginning, &ignored);
    text.recognised.push_back({NameOf(text.dialect), "given, not detected"});
  } else {
    FoundDialect found = FindDialect(beginning, options.columns);
    text.dialect = found.dialect;
    for (Recognised& recognised : found.recognised) text.recognised.push_back(std::move(recognised));
    FindEscapes(beginning, &text);
  }
  if (StartsLikeConsolidatedFile(beginning)) {
    text.recognised.push_back({"a consolidated file", "its header is that of one"});
  }
  if (text.dialect.preamble_bytes > 0) {
    Skip(text.dialect.preamble_bytes, source.get(), &text);
    ++text.line_offset;
    RETURN_IF_ERROR(SkipBlankLines(source.get(), &text));
  }
  text.source = std::move(source);
  if (text.dialect.wrapped) text.source = MakeUnwrappedSource(std::move(text.source));
  if (text.dialect.backslash) text.source = MakeBackslashSource(std::move(text.source), text.dialect);
  return text;
}

}  // namespace earshot
