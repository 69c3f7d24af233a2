#include "cli/taste_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/output_testing.h"

namespace earshot {
namespace {

using ::testing::HasSubstr;

std::string ReportOf(Estimate artists, Estimate songs) {
  TasteReport report;
  report.evaluation.artists.listeners = report.evaluation.songs.listeners = 100;
  report.evaluation.artists.gain_difference = artists;
  report.evaluation.songs.gain_difference = songs;
  TextOutput output;
  ResultObject results(Format::kTable, output);
  EXPECT_TRUE(PrintTaste(report, results).ok());
  return output.text();
}

// New songs may be found where new artists are not: what is said is said of artists.
TEST(PrintTaste, SaysByHowMuchTheModelIsBetter) {
  EXPECT_THAT(ReportOf({0.2, 0.1}, {0.01, 0.1}),
              HasSubstr("for new artists the model is better than popularity by two standard errors or more"));
  EXPECT_THAT(ReportOf({0.19999, 0.1}, {0.5, 0.1}),
              HasSubstr("no taste that can be shown: for new artists the model is better than popularity by 1.9 "
                        "standard errors, and it takes 2."));
  EXPECT_THAT(ReportOf({-0.1, 0.01}, {0.5, 0.1}),
              HasSubstr("for new artists the model is not better than popularity."));
}

}  // namespace
}  // namespace earshot
