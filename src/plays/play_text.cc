#include "plays/play_text.h"

#include "plays/play.h"
#include "plays/play_writer.h"

namespace earshot {

static_assert(kNeededEventColumns.size() == kPlayColumnCount);
static_assert(kEventColumns[kNeededEventColumns[kUserIdColumn]] == kPlayColumns[kUserIdColumn].csv_name);

void PlayText::OnPlay(const Event& event) {
  for (size_t i = 0; i < kPlayColumnCount; ++i) {
    const EventField& field = event.fields[kNeededEventColumns[i]];
    if (i > 0) text_.push_back(',');
    if (event.has_stray_quotes && !field.quoted) {
      AppendQuoted(field.text, &text_);
      continue;
    }
    // What stood in quotes has its quotes doubled already.
    text_.push_back('"');
    text_.append(field.text);
    text_.push_back('"');
  }
  text_.append("\r\n");
}

}  // namespace earshot
