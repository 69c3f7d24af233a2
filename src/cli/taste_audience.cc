// earshot taste audience: whom to write to on behalf of an artist or a song.
#include <memory>
#include <utility>

#include "base/separate_files.h"
#include "cli/result_file.h"
#include "cli/result_printer.h"
#include "cli/settings.h"
#include "cli/taste_campaign.h"
#include "cli/taste_step.h"
#include "plays/replaceable.h"
#include "taste/campaign.h"
#include "taste/scored.h"

namespace earshot {
namespace {

constexpr size_t kAudienceMax = 1'000'000;
constexpr const char* kPeopleStart = "place,user_id,";

struct AudienceCommand {
  std::string plays = kDefaultPlays;
  Campaign campaign;
  std::string output;
};

Status PrintPeople(const std::vector<CampaignPerson>& people, Format format, OutputStream& output) {
  ResultPrinter printer({{"place", ValueKind::kNumber},
                         {"user_id", ValueKind::kNumber},
                         {"score", ValueKind::kNumber},
                         {"heard"},
                         {"because"},
                         {"reason"}},
                        format, output);
  for (size_t i = 0; i < people.size(); ++i) {
    const CampaignPerson& person = people[i];
    RETURN_IF_ERROR(printer.Add({{fmt::format("{}", i + 1)},
                                 {fmt::format("{}", person.user_id)},
                                 {ScoreText(person.score)},
                                 {person.has_heard ? "yes" : "no"},
                                 {person.because, person.because.empty()},
                                 {person.reason, person.reason.empty()}}));
  }
  return printer.Finish();
}

Status RunAudience(CommandContext& context, const AudienceCommand& arguments) {
  const Settings& settings = context.settings;
  RETURN_IF_ERROR(CheckAudienceSize(arguments.campaign.size));
  RETURN_IF_ERROR(CheckSeparateFiles({arguments.output}, {arguments.plays}));
  RETURN_IF_ERROR(CheckReplaceable(arguments.output, StartsWith(kPeopleStart)));
  ASSIGN_OR_RETURN(const LearnedTaste taste, LearnForNow(arguments.plays, settings));
  ASSIGN_OR_RETURN(const std::vector<CampaignPerson> people,
                   AudienceFor(taste.listening, taste.proven(), arguments.campaign));
  if (arguments.output.empty()) return PrintPeople(people, settings.format, context.output);
  ASSIGN_OR_RETURN(std::unique_ptr<OutputFile> created, OutputFile::Create(arguments.output));
  ResultFile file(std::move(created), /*compressed=*/false);
  RETURN_IF_ERROR(PrintPeople(people, Format::kCsv, file));
  RETURN_IF_ERROR(file.Finish());
  return file.file().Commit();
}

}  // namespace

void AddTasteAudience(CLI::App& taste, CommandContext& context) {
  CLI::App* command =
      taste.add_subcommand("audience", "List the listeners who would come for an artist or a song, best first");
  const auto arguments = std::make_shared<AudienceCommand>();
  Campaign& campaign = arguments->campaign;
  campaign.size = 500;
  command->add_option("--plays", arguments->plays, "The consolidated file")->type_name("FILE")->capture_default_str();
  command->add_option("--artist", campaign.artist, "For this artist")->type_name("NAME")->required();
  command->add_option("--song", campaign.song, "For this song of theirs")->type_name("TITLE");
  command->add_option("--size", campaign.size, "How many listeners at most")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::Range(size_t{1}, kAudienceMax).description(""));
  command->add_option("--level", campaign.level, "Of this level")->type_name("LEVEL")->capture_default_str();
  command->add_option("--gender", campaign.gender, "Of this gender")->type_name("GENDER")->capture_default_str();
  command->add_option("--region", campaign.region, "Of this region")->type_name("REGION")->capture_default_str();
  command->add_flag("--not-heard", campaign.not_heard, "Only those who have not heard it");
  command->add_option("-o,--output", arguments->output, "Write a CSV file, for a mailing tool")->type_name("FILE");
  AddThreadsOption(*command, &context.settings);
  command->footer("  earshot taste audience --artist Muse --size 500 --not-heard -o muse.csv");
  command->callback([&context, arguments] { context.status = RunAudience(context, *arguments); });
}

}  // namespace earshot
