#include "taste/play_stream.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "cql/cells.h"
#include "plays/play_reader.h"
#include "rows/distinct_rows.h"
#include "rows/each_distinct_row.h"

namespace earshot {
namespace {

// Its key ends with the plays' natural key, so that each play has a row of its own.
Table ListenedTable(bool is_by_session) {
  Question question;
  question.name = "listened";
  question.given = {"user_id"};
  question.order = {{"artist"}, {"song"}};
  if (!is_by_session) question.order.push_back({"day"});
  question.answer = {"level", "gender", "region"};
  StatusOr<Table> table = DeriveTable(question);
  EARSHOT_CHECK(table.ok());
  return *std::move(table);
}

}  // namespace

PlayStream::PlayStream(const PlaysFile& plays, const SortOptions& options, bool is_by_session)
    : is_by_session_(is_by_session), table_(ListenedTable(is_by_session)), source_(plays, {}, order_, options) {
  source_.KeepRows();
}

StatusOr<std::unique_ptr<PlayStream>> PlayStream::Sort(const PlaysFile& plays, const SortOptions& options) {
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> reader, PlayReader::Open(plays.path));
  const bool is_by_session = !reader->layout().Has("day");
  std::unique_ptr<PlayStream> stream(new PlayStream(plays, options, is_by_session));
  RETURN_IF_ERROR(stream->source_.ForEach(
      {{.table = &stream->table_}},
      [](const Table& /*table*/, const SortedRows& /*rows*/, const SortedRows* /*last*/) { return absl::OkStatus(); }));
  return stream;
}

Status PlayStream::ForEach(const Use& use) {
  return source_.ForEach({{.table = &table_}}, [&](const Table& /*table*/, const SortedRows& rows,
                                                   const SortedRows* /*last*/) { return ForEachOf(rows, use); });
}

Status PlayStream::ForEachOf(const SortedRows& rows, const Use& use) const {
  ASSIGN_OR_RETURN(std::unique_ptr<SortedCursor> cursor, rows.Open("", ""));
  DistinctRows distinct(table_, std::move(cursor), nullptr);
  const auto use_row = [&](const SortedRow& row) {
    use(PlayOf(row));
    return absl::OkStatus();
  };
  return ForEachDistinctRow(table_, rows, &distinct, use_row).status();
}

ListenedPlay PlayStream::PlayOf(const SortedRow& row) const {
  CellReader cells(row.row);
  ListenedPlay play;
  play.user_id = BigintOf(cells.Next());
  play.artist = cells.Next();
  play.song = cells.Next();
  if (!is_by_session_) play.when = DateOf(cells.Next());
  const int64_t session_id = BigintOf(cells.Next());
  if (is_by_session_) play.when = session_id;
  cells.Next();  // the item in the session
  play.level = cells.Next();
  play.gender = cells.Next();
  play.region = cells.Next();
  play.origin = row.origin;
  return play;
}

}  // namespace earshot
