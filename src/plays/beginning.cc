#include "plays/beginning.h"

namespace earshot {

void Beginning::Add(std::string_view piece, bool is_kept) {
  read_.Add(piece);
  if (is_kept) kept_.Add(piece);
  read_bytes_ += piece.size();
  if (read_bytes_ == before_.bytes && read_.id() == before_) after_ = kept_.id();
}

}  // namespace earshot
