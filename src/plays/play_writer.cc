#include "plays/play_writer.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/csv.h"
#include "plays/play.h"

namespace earshot {
namespace {

// A play's columns are the required ones of an event, in the same order.
static_assert(std::equal(kPlayColumns.begin(), kPlayColumns.end(), kRequiredEventColumns.begin(),
                         kRequiredEventColumns.end(),
                         [](const PlayColumn& play, size_t event) { return play.csv_name == kEventColumns[event]; }));

// Two quotes and a comma, or at the end a CRLF.
constexpr size_t kBytesAroundField = 4;

// Copies a field's text to `out`, and up to kFieldSlackBytes more, which the next write overwrites.
char* Copy(std::string_view text, char* out) {
  size_t copied = 0;
  do {
    std::memcpy(out + copied, text.data() + copied, kFieldSlackBytes);
    copied += kFieldSlackBytes;
  } while (copied < text.size());
  return out + text.size();
}

}  // namespace

std::vector<size_t> AllEventColumns() {
  std::vector<size_t> columns(kEventColumnCount);
  std::iota(columns.begin(), columns.end(), size_t{0});
  return columns;
}

void PlayWriter::OnPlay(const Event& event) {
  if (event.has_stray_quotes) return AppendSlowly(event);
  size_t size_max = kFieldSlackBytes;
  for (const size_t column : columns_) size_max += event.fields[column].text.size() + kBytesAroundField;
  if (buffer_.size() < size_ + size_max) buffer_.resize((size_ + size_max) * 2);
  char* out = buffer_.data() + size_;
  for (const size_t column : columns_) {
    // A field that was quoted has its quotes doubled already, and one that was not has none.
    *out++ = '"';
    out = Copy(event.fields[column].text, out);
    *out++ = '"';
    *out++ = ',';
  }
  out[-1] = '\r';
  *out++ = '\n';
  size_ = static_cast<size_t>(out - buffer_.data());
}

void PlayWriter::AppendSlowly(const Event& event) {
  std::string line;
  for (const size_t column : columns_) {
    const EventField& field = event.fields[column];
    if (!line.empty()) line.push_back(',');
    if (field.quoted) {
      line.append("\"").append(field.text).append("\"");
    } else {
      AppendQuotedCsvField(field.text, &line);
    }
  }
  line.append("\r\n");
  buffer_.replace(size_, std::string::npos, line);
  size_ += line.size();
}

}  // namespace earshot
