#include "events/source/unwrapping_source.h"

#include <utility>

#include "events/limits.h"

namespace earshot {
namespace {

constexpr size_t kUnwrappedBytes = size_t{256} << 10;

// Spreadsheets add a delimiter for each column that some other line has.
std::string_view WithoutTrailingDelimiters(std::string_view line) {
  const size_t last = line.find_last_not_of(",;\t");
  return last == std::string_view::npos ? line : line.substr(0, last + 1);
}

class UnwrappingSource : public PieceSource {
 public:
  explicit UnwrappingSource(std::unique_ptr<ByteSource> source) : source_(std::move(source)) {}

 protected:
  StatusOr<bool> NextPiece(std::string* piece) override;

 private:
  std::unique_ptr<ByteSource> source_;
  std::string rest_;  // a line whose end has not been read
};

StatusOr<bool> UnwrappingSource::NextPiece(std::string* piece) {
  bool at_end = false;
  while (piece->empty() && !at_end) {
    ASSIGN_OR_RETURN(const bool more, source_->ReadMore(&rest_, kUnwrappedBytes));
    at_end = !more;
    std::string_view text = rest_;
    for (size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      const bool has_cr = end > 0 && text[end - 1] == '\r';
      piece->append(UnwrapLine(text.substr(0, end - (has_cr ? 1 : 0)))).append("\n");
      text.remove_prefix(end + 1);
    }
    // A line that is too long for a row is passed on unchanged: its row will be rejected.
    if (at_end || text.size() > kRowBytesMax) {
      piece->append(UnwrapLine(text));
      text = "";
    }
    rest_.erase(0, rest_.size() - text.size());
  }
  return !piece->empty();
}

}  // namespace

std::string UnwrapLine(std::string_view line) {
  const std::string_view wrapped = WithoutTrailingDelimiters(line);
  if (wrapped.size() < 2 || wrapped.front() != '"' || wrapped.back() != '"') return std::string(line);
  const std::string_view inner = wrapped.substr(1, wrapped.size() - 2);
  std::string unwrapped;
  for (size_t i = 0; i < inner.size(); ++i) {
    unwrapped.push_back(inner[i]);
    if (inner[i] != '"') continue;
    if (i + 1 == inner.size() || inner[i + 1] != '"') return std::string(line);
    ++i;
  }
  return unwrapped;
}

std::unique_ptr<ByteSource> MakeUnwrappingSource(std::unique_ptr<ByteSource> source) {
  return std::make_unique<UnwrappingSource>(std::move(source));
}

}  // namespace earshot
