#include "load/mark_writer.h"

#include <chrono>

#include "questions/question_text.h"

namespace earshot {

ExtraRows ExtraRowsOf(const TableLoad& load) {
  return {load.table, load.extra, load.same + load.changed + load.extra, load.plays};
}

Status MarkWriter::Begin(const TableBefore& table, LoadState state) {
  LoadMark mark = MarkOf(table, state);
  if (table.mark.has_value()) {
    mark.plays = table.mark->plays;
    mark.rows = table.mark->rows;
    mark.digest = table.mark->digest;
  }
  return WriteLoadMark(store_, mark, time_);
}

Status MarkWriter::Complete(const TableBefore& table, const TableLoad& load) {
  LoadMark mark = CompleteMarkOf(table, load);
  if (load.extra == 0) {
    ASSIGN_OR_RETURN(mark.plays_id, ids_.Of(table.table).Get());
  }
  return WriteLoadMark(store_, mark, time_ + kCompletedAfter);
}

// Of no plays.
Status MarkWriter::FoundWrong(const TableBefore& table, const TableLoad& load) {
  return WriteLoadMark(store_, CompleteMarkOf(table, load), time_ + kFoundWrongAfter);
}

Status MarkWriter::Switch(const TableBefore& table, const TableLoad& load) {
  LoadMark mark = CompleteMarkOf(table, load);
  mark.name = table.table.question.name;
  mark.replaced_question = QuestionText(table.replaces->table.question);
  mark.replaced_table = table.replaces->table.name;
  ASSIGN_OR_RETURN(mark.plays_id, ids_.Of(table.table).Get());
  return WriteLoadMark(store_, mark, time_ + kCompletedAfter);
}

LoadMark MarkWriter::MarkOf(const TableBefore& table, LoadState state) const {
  LoadMark mark;
  mark.name = table.mark_name();
  mark.state = state;
  mark.plays_file = files_.Of(table.table).path;
  mark.table = table.table.name;
  mark.question = QuestionText(table.table.question);
  mark.schema = SchemaOf(table.table);
  if (table.mark.has_value()) mark.replaced_question = table.mark->replaced_question;
  mark.write_time = time_;
  mark.owner = owner_;
  mark.marked_at = std::chrono::system_clock::now();
  return mark;
}

LoadMark MarkWriter::CompleteMarkOf(const TableBefore& table, const TableLoad& load) const {
  LoadMark mark = MarkOf(table, LoadState::kComplete);
  mark.plays = PlaysToCompareWith(ExtraRowsOf(load), table.mark);
  mark.rows = load.rows;
  mark.left_out = load.left_out;
  mark.dropped = load.dropped;
  mark.digest = load.digest.ToString();
  return mark;
}

}  // namespace earshot
