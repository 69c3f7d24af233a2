// Stable codes of errors: what went wrong, for programs and for those who word the remedy.
//
// The status code says what kind of error it is (base/status.h); an ErrorCode, where an error has one, says which. A
// library's message states the fact alone. What a person can type against it is the command line's to say, and a
// server has other words. Codes are plain values; safe on any thread.
#pragma once

#include <optional>
#include <string_view>

#include "base/status.h"

namespace earshot {

// Slugs are part of the interface: they are never renamed. A new code goes at the end, with its slug in error_code.cc.
enum class ErrorCode {
  kUnknownQuestion,     // unknown_question: no question has that name
  kInvalidArguments,    // invalid_arguments: a question's given values are missing, unknown or of another type
  kInvalidPageToken,    // invalid_page_token: a page token of another question, of other values, or damaged
  kInvalidDialect,      // invalid_dialect: the name of a dialect; the message begins with it
  kInvalidEncoding,     // invalid_encoding: the name of an encoding, or its pattern; the message begins with it
  kInvalidColumn,       // invalid_column: a column to be added; the message begins with its name
  kInvalidRename,       // invalid_rename: a column to be read by another name; the message begins with OLD=NEW
  kInvalidRejectsMax,   // invalid_rejects_max: a limit of rejects; the message begins with it
  kColumnsMissing,      // columns_missing: a header lacks columns, perhaps because it has other names for them
  kBrokenFiles,         // broken_files: event files that cannot be used as a whole
  kRejectsOverLimit,    // rejects_over_limit: more rows were rejected than the limit allows
  kArtistsOverLimit,    // artists_over_limit: more songs without an artist than the limit of rejects allows
  kOtherPlays,          // other_plays: rejects that belong to other plays than those in the file
  kPlaysLineMissing,    // plays_line_missing: rejects without the line that names their plays
  kInvalidReject,       // invalid_reject: a line of a rejects file that is not a reject
  kNotConsolidated,     // not_consolidated: a file that is not a consolidated one
  kPlaysChanged,        // plays_changed: the consolidated file was replaced while it was in use
  kTemporarySpace,      // temporary_space: a temporary file for sorting cannot be written
  kTableMissing,        // table_missing: the store has no table for the question
  kNotADatabase,        // not_a_database: the store's file is not a SQLite database
  kOtherTextEncoding,   // other_text_encoding: the store's file does not order text as UTF-8
  kDifferences,         // differences: the store does not hold exactly the file's rows
  kInvalidRemovalsMax,  // invalid_removals_max: a limit of removals; the message begins with it
  kRemovalsOverLimit,   // removals_over_limit: more rows would be removed from the store than the limit allows
  kLoadUnfinished,      // load_unfinished: the first load of a question's table has not finished
  kBeingLoaded,         // being_loaded: another load of these tables has not ended
  kRepairedRejects,     // repaired_rejects: rejects that were changed and not re-ingested, and would be overwritten
  kInvalidCorrection,   // invalid_correction: a corrected row that cannot be read, or is not an event
  kListenerFound,       // listener_found: rows of a listener were found who is to be forgotten
  kInvalidSample,       // invalid_sample: the share of a sample; the message begins with it
  kPlaysLackColumn,  // plays_lack_column: a consolidated file lacks a column that a question needs; the message begins
                     // with it
  kMarkDamaged,      // mark_damaged: what the store knows of a table's loads cannot be read
  kTooManyRemovedRows,  // too_many_removed_rows: servers gave up reading over rows that were removed before
  kQuestionChanged,     // question_changed: a question has changed, and its new table is not built yet
  kQuestionOutdated,    // question_outdated: the question has changed since, and its new table answers
  kDamagedValue,        // damaged_value: a stored value that is not of its column's type
  kSumOutOfRange,       // sum_out_of_range: a measure that is too great for its column's type
  kComputedDamaged,     // computed_damaged: a file of what is computed of plays, with which the message begins
};
inline constexpr size_t kErrorCodeCount = 38;

// "unknown_question"
std::string_view SlugOf(ErrorCode code);

// `status` with the code attached. REQUIRES: !status.ok()
Status WithCode(Status status, ErrorCode code);

// The code of `status`, where it has one.
std::optional<ErrorCode> CodeOf(const Status& status);

// `status` with another message, and with the same kind and code.
Status WithMessage(const Status& status, std::string_view message);

}  // namespace earshot
