#include "events/csv/row_checks.h"

#include <fmt/format.h>

#include "base/utf8.h"
#include "events/limits.h"

namespace earshot {

void RejectFieldCount(const CsvRow& row, const DecodeContext& context) {
  const Layout& layout = context.file().layout;
  const bool few = row.field_count < layout.row_fields;
  context.log.Reject(
      row.span, few ? RejectKind::kTooFewFields : RejectKind::kTooManyFields, "",
      fmt::format("the row has {} fields, the {} {}", row.field_count,
                  layout.row_fields == layout.field_count ? "header" : "file's first rows have", layout.row_fields));
}

bool RejectInvalidText(const CsvRow& row, const DecodeContext& context) {
  const std::string_view text = row.text();
  const Layout& layout = context.file().layout;
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    context.log.Reject(row.span, RejectKind::kNulByte, ColumnAt(row.span.begin + nul, row, layout),
                       fmt::format("byte {} of the row is NUL", nul + 1));
    return true;
  }
  const size_t invalid = FindInvalidUtf8(text);
  if (invalid == text.size()) return false;
  context.log.RejectInvalid(row.span, invalid, ColumnAt(row.span.begin + invalid, row, layout));
  return true;
}

bool RejectLongField(const CsvRow& row, const DecodeContext& context) {
  for (size_t i = 0; i < row.field_count; ++i) {
    EventField field;
    row.FindField(i, &field);
    if (field.text.size() <= kFieldBytesMax) continue;
    context.log.Reject(row.span, RejectKind::kFieldTooLong, context.file().layout.names[i],
                       fmt::format("the field has {} bytes, more than 64 KiB", field.text.size()));
    return true;
  }
  return false;
}

}  // namespace earshot
