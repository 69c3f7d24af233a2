#include "cli/help.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace earshot {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class HelpTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.formatter(std::make_shared<HelpFormatter>());
    app_.add_option("--store", store_, "Where the tables are")->type_name("URL")->default_str("sqlite:earshot.db");
    CLI::App* load = app_.add_subcommand("load", "Fill the tables");
    load->add_option("PLAYS", plays_, "The consolidated file");
    load->add_option("--conflicts", plays_, "List conflicts here")->type_name("FILE");
    load->footer("  earshot load plays.csv");
    app_.add_subcommand("verify", "Verify the tables");
  }

  std::string MessageOf(const std::string& arguments) {
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return ParseErrorMessage(app_, error);
    }
    return "";
  }

  CLI::App app_{"Answers questions.", "earshot"};
  std::string store_;
  std::string plays_;
};

TEST_F(HelpTest, OfACommandHasItsOptionsAndThoseOfEveryCommand) {
  const std::string help = app_.get_subcommand("load")->help();
  EXPECT_THAT(help, HasSubstr("Usage: earshot load [OPTIONS] [PLAYS]"));
  EXPECT_THAT(help, HasSubstr("  --conflicts FILE            List conflicts here\n"));
  EXPECT_THAT(help, HasSubstr("  --store URL                 Where the tables are (default: sqlite:earshot.db)\n"));
  EXPECT_THAT(help, HasSubstr("Examples:\n  earshot load plays.csv\n"));
  EXPECT_THAT(help, HasSubstr("EARSHOT_STORE"));
  EXPECT_THAT(help, HasSubstr("  75  Failed for now"));
}

TEST_F(HelpTest, OfTheProgramListsTheCommands) {
  EXPECT_THAT(app_.help(), HasSubstr("  load                        Fill the tables\n"));
  EXPECT_THAT(app_.help(), Not(HasSubstr("--conflicts")));
}

TEST_F(HelpTest, SuggestsWhatWasMeant) {
  EXPECT_EQ(MessageOf("laod"), "unknown command laod; did you mean load?; see earshot --help");
  EXPECT_EQ(MessageOf("load --stor=x"), "unknown option --stor; did you mean --store?; see earshot load --help");
  EXPECT_EQ(MessageOf("load --conflict x"),
            "unknown option --conflict; did you mean --conflicts?; see earshot load --help");
  EXPECT_EQ(MessageOf("nothing-like-it"), "unknown command nothing-like-it; see earshot --help");
  EXPECT_EQ(MessageOf("load a b"), "unexpected argument b; see earshot load --help");
}

}  // namespace
}  // namespace earshot
