// Any line as a rejected row: it is refused, or, written down and read again, it is the same.
#include <cstdint>
#include <cstdlib>

#include "base/utf8.h"
#include "events/reject/reject_json.h"

namespace {

void Compare(const earshot::RejectedRow& row, const earshot::RejectedRow& again) {
  const earshot::EventFile& one = *row.file;
  const earshot::EventFile& other = *again.file;
  const bool same = row.line == again.line && row.byte_offset == again.byte_offset && row.raw == again.raw &&
                    one.path == other.path && NameOf(one.dialect) == NameOf(other.dialect) &&
                    one.encoding == other.encoding && one.null_words == other.null_words &&
                    one.layout.names == other.layout.names;
  if (!same) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view line(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<std::string> with(data[0] % 4, "zip");
  const auto row = earshot::ParseRejectJson(line, with);
  if (!row.ok()) return 0;
  earshot::Reject reject;
  reject.file = row->file->path;
  reject.line = row->line;
  reject.byte_offset = row->byte_offset;
  reject.raw = row->raw;
  std::string written;
  AppendRejectJson(reject, *row->file, &written);
  if (written.find('\n') != written.size() - 1 || !earshot::IsUtf8(written)) std::abort();
  const auto again = earshot::ParseRejectJson(written, with);
  if (!again.ok()) std::abort();
  Compare(*row, *again);
  return 0;
}
