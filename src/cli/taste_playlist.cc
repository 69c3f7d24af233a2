// earshot taste playlist USER_ID...: what to play to these listeners together.
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>

#include "base/log.h"
#include "cli/result_printer.h"
#include "cli/settings.h"
#include "cli/taste_campaign.h"
#include "cli/taste_step.h"
#include "taste/groups.h"
#include "taste/opt_in.h"
#include "taste/playlist.h"
#include "taste/scored.h"
#include "taste/user_id_lines.h"

namespace earshot {
namespace {

constexpr size_t kPlaylistMax = 1000;

struct PlaylistCommand {
  std::string plays = kDefaultPlays;
  std::vector<std::string> members;
  size_t length = kPlaylistLength;
  std::string opt_in;
};

Status PrintPlaylist(const LearnedTaste& taste, const PlaylistMaker& maker, const std::vector<uint32_t>& members,
                     const MadePlaylist& playlist, Format format, OutputStream& output) {
  const Catalog& catalog = taste.listening.catalog;
  ResultPrinter printer({{"place", ValueKind::kNumber},
                         {"artist"},
                         {"song"},
                         {"for_user_id", ValueKind::kNumber},
                         {"share", ValueKind::kNumber},
                         {"reason"}},
                        format, output);
  for (size_t i = 0; i < playlist.songs.size(); ++i) {
    const PlaylistSong& chosen = playlist.songs[i];
    const Song& song = catalog.songs[chosen.song];
    const uint32_t member = members[chosen.member];
    const std::string reason = maker.Reason(chosen, member);
    RETURN_IF_ERROR(printer.Add({{fmt::format("{}", i + 1)},
                                 {catalog.artists[song.artist]},
                                 {song.title},
                                 {fmt::format("{}", taste.listening.listeners[member].user_id)},
                                 {ScoreText(chosen.share)},
                                 {reason, reason.empty()}}));
  }
  return printer.Finish();
}

void LogShares(const LearnedTaste& taste, const std::vector<uint32_t>& members, const MadePlaylist& playlist) {
  std::vector<std::string> shares;
  for (size_t i = 0; i < members.size(); ++i) {
    shares.push_back(
        fmt::format("user_id={} {:.0f} %", taste.listening.listeners[members[i]].user_id, 100 * playlist.shares[i]));
  }
  LogMessage("of the best list for each alone: {}\n", fmt::join(shares, ", "));
}

StatusOr<std::vector<int64_t>> ParseMembers(const std::vector<std::string>& words) {
  std::vector<int64_t> user_ids;
  for (const std::string& word : words) {
    const StatusOr<int64_t> user_id = ParseUserId(word);
    if (!user_id.ok()) return UsageError("USER_ID: {}", MessageOf(user_id.status()));
    user_ids.push_back(*user_id);
  }
  return user_ids;
}

Status CheckNamedOnce(std::vector<int64_t> user_ids) {
  std::sort(user_ids.begin(), user_ids.end());
  const auto twice = std::adjacent_find(user_ids.begin(), user_ids.end());
  if (twice == user_ids.end()) return absl::OkStatus();
  return UsageError("the listener {} is named twice; name each once", *twice);
}

Status RunPlaylist(CommandContext& context, const PlaylistCommand& arguments) {
  const Settings& settings = context.settings;
  ASSIGN_OR_RETURN(const std::vector<int64_t> user_ids, ParseMembers(arguments.members));
  RETURN_IF_ERROR(CheckNamedOnce(user_ids));
  // That the plays are missing is said before who has not agreed, which follows from it.
  RETURN_IF_ERROR(StampOf(arguments.plays).status());
  ASSIGN_OR_RETURN(const OptIn opt_in, OptInFor(arguments.plays, arguments.opt_in));
  RETURN_IF_ERROR(CheckOptedIn(user_ids, opt_in));
  ASSIGN_OR_RETURN(const LearnedTaste taste, LearnForNow(arguments.plays, settings));
  ASSIGN_OR_RETURN(const std::vector<uint32_t> members, MembersOf(taste.listening.listeners, user_ids));
  const PlaylistMaker maker(taste.listening, taste.proven(), taste.model.favoured);
  PlaylistMaker::Scratch scratch = maker.MakeScratch();
  const MadePlaylist playlist = maker.Make(members, arguments.length, &scratch);
  RETURN_IF_ERROR(PrintPlaylist(taste, maker, members, playlist, settings.format, context.output));
  LogShares(taste, members, playlist);
  return absl::OkStatus();
}

}  // namespace

void AddTastePlaylist(CLI::App& taste, CommandContext& context) {
  CLI::App* command = taste.add_subcommand("playlist", "Choose songs for two or more listeners, fair to each");
  const auto arguments = std::make_shared<PlaylistCommand>();
  command->add_option("USER_ID", arguments->members, "The listeners")
      ->required()
      ->type_name("N")
      ->expected(kGroupMembersMin, kGroupMembersMax);
  command->add_option("--plays", arguments->plays, "The consolidated file")->type_name("FILE")->capture_default_str();
  command->add_option("--length", arguments->length, "How many songs")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, kPlaylistMax).description(""));
  command
      ->add_option("--opt-in", arguments->opt_in,
                   "A file of the user_ids of those who have agreed to be named to others, all of these among them; by "
                   "default the one of the last `earshot taste`")
      ->type_name("FILE");
  AddThreadsOption(*command, &context.settings);
  command->footer("  earshot taste playlist 10 26 80 --length 30 --opt-in opt_in.txt");
  command->callback([&context, arguments] { context.status = RunPlaylist(context, *arguments); });
}

}  // namespace earshot
