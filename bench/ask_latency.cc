// Asks one question again and again in one process, as a service would, and prints how long the answers took:
//   ask_latency STORE PLAYS COUNT
// Each key is that of some play in the consolidated file PLAYS, spread over it. Prints "MEDIAN P99" in microseconds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "answers/answer.h"
#include "answers/find_question.h"
#include "answers/given_values.h"
#include "plays/play_reader.h"
#include "questions/question.h"
#include "questions/table.h"
#include "stores/open/open.h"

namespace earshot {
namespace {

using Clock = std::chrono::steady_clock;

// The given values of song_at for `count` plays of the file.
StatusOr<std::vector<GivenValues>> Keys(const Table& song_at, const std::string& path, size_t count) {
  std::vector<GivenValues> keys;
  ASSIGN_OR_RETURN(const std::unique_ptr<PlayReader> plays, PlayReader::Open(path));
  Play play;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, plays->Next(&play));
    if (!more) break;
    ASSIGN_OR_RETURN(GivenValues key,
                     ParseGivenValues(song_at, {fmt::format("session_id={}", play.fields[kSessionIdColumn]),
                                                fmt::format("item_in_session={}", play.fields[kItemInSessionColumn])}));
    keys.push_back(std::move(key));
  }
  std::vector<GivenValues> spread;
  // A stride that shares no factor with a round number of plays visits them all over the file.
  for (size_t i = 0; i < count && !keys.empty(); ++i) spread.push_back(keys[i * 7919 % keys.size()]);
  return spread;
}

Status MeasureAnswers(const std::string& url, const std::string& plays, size_t count) {
  ASSIGN_OR_RETURN(const std::vector<Table> tables, TablesFromToml(kBuiltinQuestions, "built-in"));
  ASSIGN_OR_RETURN(const Table* song_at, FindQuestion(tables, "song_at"));
  ASSIGN_OR_RETURN(const std::vector<GivenValues> keys, Keys(*song_at, plays, count));
  ASSIGN_OR_RETURN(const std::unique_ptr<Store> store, OpenStore(url));
  std::vector<double> micros;
  for (const GivenValues& key : keys) {
    const Clock::time_point start = Clock::now();
    ASSIGN_OR_RETURN(const AskedTable asked, FindAskedTable(*store, *song_at));
    ASSIGN_OR_RETURN(const std::unique_ptr<Answer> answer, Ask(*store, asked, key, {}));
    ASSIGN_OR_RETURN(const bool found, answer->Next());
    if (!found) return InputError("{} has no answer for a play of {}", url, plays);
    micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  if (micros.empty()) return UsageError("{} has no plays", plays);
  std::sort(micros.begin(), micros.end());
  fmt::print("{:.0f} {:.0f}\n", micros[micros.size() / 2], micros[micros.size() * 99 / 100]);
  return absl::OkStatus();
}

}  // namespace
}  // namespace earshot

int main(int argc, char** argv) {
  if (argc != 4) {
    fmt::print(stderr, "usage: ask_latency STORE PLAYS COUNT\n");
    return 2;
  }
  const earshot::Status status = earshot::MeasureAnswers(argv[1], argv[2], std::strtoul(argv[3], nullptr, 10));
  if (!status.ok()) fmt::print(stderr, "ask_latency: {}\n", earshot::MessageOf(status));
  return status.ok() ? 0 : 1;
}
