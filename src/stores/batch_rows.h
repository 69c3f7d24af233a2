// The rows of a batch, one after the other. For any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/status.h"
#include "stores/table_writer.h"

namespace earshot {

// Calls `use`, a Status(std::string_view row), for each; ends with the first error.
template <typename Use>
Status ForEachRow(const RowBatch& batch, Use use) {
  size_t begin = 0;
  for (const uint32_t end : batch.row_ends) {
    RETURN_IF_ERROR(use(std::string_view(batch.cells).substr(begin, end - begin)));
    begin = end;
  }
  return absl::OkStatus();
}

}  // namespace earshot
