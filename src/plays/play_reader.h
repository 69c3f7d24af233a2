// Reads plays from a consolidated file, in the file's order and in bounded memory.
//
// A consolidated file is trusted less than it should need to be: a wrong header, a row with too few or too many
// fields, an unclosed quote or bytes that are not UTF-8 end the reading with an error that names file, line and
// column, because a load that leaves rows out would be worse than none.
//
// A reader owns its file and buffer, and belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/status.h"
#include "plays/play.h"

namespace earshot {

class PlayReader {
 public:
  // A pipe or a device is refused: whoever reads plays may need to do so once more.
  static StatusOr<std::unique_ptr<PlayReader>> Open(const std::string& path);
  virtual ~PlayReader() = default;

  // Moves on to the next play; false at the end of the file. The fields of `play` are valid until the next call.
  virtual StatusOr<bool> Next(Play* play) = 0;
  // The same, with the row as it stands in the file, its line end included; the last one may have none.
  virtual StatusOr<bool> NextText(std::string_view* row) = 0;
  // The header as it stands in the file.
  virtual const std::string& header() const = 0;
};

}  // namespace earshot
