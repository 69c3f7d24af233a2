#include "cli/remedies.h"

#include <optional>
#include <string_view>

#include "base/error_code.h"
#include "base/words.h"
#include "plays/taste_files.h"

namespace earshot {
namespace {

struct Remedy {
  std::string_view option;  // whose value the message begins with
  std::string_view advice;
};

Remedy RemedyOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUnknownQuestion:
    case ErrorCode::kInvalidArguments:
    case ErrorCode::kInvalidPageToken: return {};  // the command shows how the question is asked
    case ErrorCode::kInvalidDialect: return {"--dialect", ""};
    case ErrorCode::kInvalidEncoding: return {"--encoding", ""};
    case ErrorCode::kInvalidColumn: return {"--with", ""};
    case ErrorCode::kInvalidRename: return {"--rename", ""};
    case ErrorCode::kInvalidRejectsMax: return {"--rejects-max", ""};
    case ErrorCode::kInvalidSample: return {"--sample", ""};
    case ErrorCode::kInvalidRemovalsMax: return {"--removals-max", ""};
    case ErrorCode::kListenerFound: return {"", "another program has written them meanwhile; do it again"};
    case ErrorCode::kBeingLoaded: return {"", "try again when that has ended"};
    case ErrorCode::kLoadUnfinished: return {"", "wait for it, or load again if it was stopped or has failed"};
    case ErrorCode::kRemovalsOverLimit:
      return {"", "if these plays are all there are, do it again with a higher --removals-max"};
    case ErrorCode::kColumnsMissing: return {"", "--rename OLD=NEW,... reads columns under other names"};
    case ErrorCode::kBrokenFiles:
      return {"", "repair the files or leave them out; --dialect and --rename read files that are written differently"};
    case ErrorCode::kRejectsOverLimit: return {"", "repair the files, or allow more with --rejects-max"};
    case ErrorCode::kArtistsOverLimit: return {"", "export the files again, or allow more with --rejects-max"};
    case ErrorCode::kOtherPlays:
      return {"", "reingest with --no-plays, and consolidate again, which reads what that keeps"};
    case ErrorCode::kPlaysLineMissing:
      return {"", "copy it from the end of what --rejects kept, or reingest with --no-plays and consolidate again"};
    case ErrorCode::kRepairedRejects:
      return {"",
              "take it in with `earshot reingest`, with --no-plays where there are no plays to add it to, or move "
              "the file away"};
    case ErrorCode::kInvalidCorrection: return {"", "repair its `raw`, or take the line out"};
    case ErrorCode::kInvalidReject: return {"", "write the line as --rejects kept it, with only `raw` repaired"};
    case ErrorCode::kNotConsolidated: return {"", "make a consolidated file with `earshot consolidate`"};
    case ErrorCode::kPlaysLackColumn: return {};  // PlaysLackColumn
    case ErrorCode::kPlaysChanged: return {"", "give each run an --output of its own, and load again"};
    case ErrorCode::kTemporarySpace: return {"", "give more --memory, or set TMPDIR to a directory with room"};
    case ErrorCode::kTableMissing: return {"", "load it first: earshot load, or earshot taste for what that computes"};
    case ErrorCode::kNotADatabase: return {"", "move it away and load again, or use another file: --store sqlite:FILE"};
    case ErrorCode::kTooManyRemovedRows:
      return {"",
              "have their administrator compact the table once its gc_grace_seconds have passed (`nodetool "
              "garbagecollect`, `nodetool compact`), or drop the tables and load them again: docs/cassandra.md"};
    case ErrorCode::kMarkDamaged: return {"", "load again, which reads the table and marks it again"};
    case ErrorCode::kQuestionChanged: return {"", "load again, which builds it; `earshot model diff` shows the change"};
    case ErrorCode::kQuestionOutdated:
      return {"", "ask with the new questions file, or load with this one, which changes the question back"};
    case ErrorCode::kDamagedValue: return {"", "`earshot verify --repair` writes the row again as the plays have it"};
    case ErrorCode::kSumOutOfRange:
      return {"", "correct the values in the event files and consolidate them again, or measure another column"};
    case ErrorCode::kDifferences:
      return {"", "`earshot verify --repair` makes the tables hold exactly the rows of the file"};
    case ErrorCode::kComputedDamaged: return {};  // ComputedDamaged
    case ErrorCode::kOtherTextEncoding: return {"", "use another file: --store sqlite:FILE"};
  }
  return {};
}

// Its remedy has the column's name, which the message begins with.
std::string PlaysLackColumn(const std::string& message) {
  return fmt::format("{}; consolidate the event files again with --with {}, or use `earshot run`, which adds it",
                     message, message.substr(0, message.find(' ')));
}

// Its remedy has the name of the plays, which the file's begins with.
std::string ComputedDamaged(const std::string& message) {
  return fmt::format("{}; compute it again: earshot taste {}", message, QuoteWord(PlaysOfTasteFile(message)));
}

}  // namespace

std::string MessageWithRemedy(const Status& status) {
  std::string message = MessageOf(status);
  const std::optional<ErrorCode> code = CodeOf(status);
  if (!code.has_value()) return message;
  if (*code == ErrorCode::kPlaysLackColumn) return PlaysLackColumn(message);
  if (*code == ErrorCode::kComputedDamaged) return ComputedDamaged(message);
  const Remedy remedy = RemedyOf(*code);
  if (!remedy.option.empty()) message = fmt::format("{} {}", remedy.option, message);
  if (!remedy.advice.empty()) message += fmt::format("; {}", remedy.advice);
  return message;
}

std::string RemedyOf(RejectKind kind) {
  switch (kind) {
    case RejectKind::kTextAfterQuote:
      return "write a quote inside a quoted field twice; where backslashes escape, add +backslash to --dialect, as in "
             "comma+backslash";
    case RejectKind::kNulByte: return "take the NUL bytes out, or name the file's encoding with --encoding";
    case RejectKind::kInvalidUtf8:
      return "write the file as UTF-8, or name its encoding: --encoding FILE=cp1252; a name alone applies to all files";
    case RejectKind::kNotInEncoding:
      return "repair the character, or name the encoding that the file is in with --encoding";
    case RejectKind::kNotANumber: return "write digits; name a word that means nothing with --null";
    case RejectKind::kTooFewFields:
    case RejectKind::kTooManyFields:
    case RejectKind::kUnclosedQuote:
    case RejectKind::kStrayQuote:
    case RejectKind::kBareCarriageReturn:
    case RejectKind::kFieldTooLong:
    case RejectKind::kRowTooLong:
    case RejectKind::kBadJson:
    case RejectKind::kNotAnEvent:
    case RejectKind::kNegative:
    case RejectKind::kOutOfRange: return std::string(HintOf(kind));
  }
  return "";
}

}  // namespace earshot
