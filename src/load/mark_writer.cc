#include "load/mark_writer.h"

#include <chrono>

namespace earshot {

ExtraRows ExtraRowsOf(const TableLoad& load) {
  return {load.table, load.extra, load.same + load.changed + load.extra, load.plays};
}

Status MarkWriter::Begin(const Table& table, const std::optional<LoadMark>& before, LoadState state) {
  LoadMark mark = MarkOf(table, state);
  if (before.has_value()) {
    mark.plays = before->plays;
    mark.rows = before->rows;
    mark.digest = before->digest;
  }
  return WriteLoadMark(store_, mark, time_);
}

Status MarkWriter::Complete(const Table& table, const std::optional<LoadMark>& before, const TableLoad& load) {
  LoadMark mark = CompleteMarkOf(table, before, load);
  if (load.extra == 0) {
    ASSIGN_OR_RETURN(mark.plays_id, id_.Get());
  }
  return WriteLoadMark(store_, mark, time_ + kCompletedAfter);
}

// Of no plays.
Status MarkWriter::FoundWrong(const Table& table, const std::optional<LoadMark>& before, const TableLoad& load) {
  return WriteLoadMark(store_, CompleteMarkOf(table, before, load), time_ + kFoundWrongAfter);
}

LoadMark MarkWriter::MarkOf(const Table& table, LoadState state) const {
  LoadMark mark;
  mark.table = table.name;
  mark.state = state;
  mark.plays_file = plays_.path;
  mark.write_time = time_;
  mark.owner = owner_;
  mark.marked_at = std::chrono::system_clock::now();
  return mark;
}

LoadMark MarkWriter::CompleteMarkOf(const Table& table, const std::optional<LoadMark>& before,
                                    const TableLoad& load) const {
  LoadMark mark = MarkOf(table, LoadState::kComplete);
  mark.schema = SchemaOf(table);
  mark.plays = PlaysToCompareWith(ExtraRowsOf(load), before);
  mark.rows = load.rows;
  mark.dropped = load.dropped;
  mark.digest = load.digest.ToString();
  return mark;
}

}  // namespace earshot
