#include "stores/cassandra/cassandra_url.h"

#include <absl/strings/ascii.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>

#include "base/file.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "cql/names.h"

namespace earshot {
namespace {

constexpr std::string_view kScheme = "cassandra://";
constexpr int kReplicationMax = 99;

// Native protocol v4, section 3, without `any` and `each_quorum`: nothing can be read back with those.
const std::map<std::string, uint16_t> kConsistencies = {
    {"one", 1}, {"two", 2}, {"three", 3}, {"quorum", 4}, {"all", kAllReplicas}, {"local_quorum", 6}, {"local_one", 10}};

// Abseil's functions for the standard library's views.
std::vector<std::string> Split(std::string_view text, char separator) {
  return absl::StrSplit(absl::string_view(text.data(), text.size()), separator);
}

bool ParseNumber(std::string_view text, int* number) {
  return absl::SimpleAtoi(absl::string_view(text.data(), text.size()), number);
}

// Decodes the %XX of a URL, by which paths and names may contain characters that have a meaning in it.
StatusOr<std::string> Unescape(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    const std::string digits(text.substr(i + 1, 2));
    char* end = nullptr;
    const long byte = std::strtol(digits.c_str(), &end, 16);
    if (digits.size() != 2 || end != digits.c_str() + 2 || byte <= 0) {
      return UsageError("the store's URL has the invalid escape \"%{}\"; write % itself as %25", digits);
    }
    plain += static_cast<char>(byte);
    i += 2;
  }
  if (!IsUtf8(plain)) return UsageError("the store's URL is not UTF-8");
  return plain;
}

StatusOr<std::string> ParseHost(const std::string& text) {
  constexpr const char* kDefaultPort = "9042";
  // An IPv6 address is in brackets, as its colons would be taken for a port's.
  const size_t address_end = text.starts_with('[') ? text.find(']') : 0;
  if (address_end == std::string::npos) return UsageError("host \"{}\" has no closing bracket", text);
  const size_t colon = text.find(':', address_end);
  const std::string host = text.substr(0, colon);
  const std::string port = colon == std::string::npos ? kDefaultPort : text.substr(colon + 1);
  int number = 0;
  if (host.empty()) return UsageError("the store's URL has no host: cassandra://HOST[:PORT][,HOST...]/KEYSPACE");
  if (!ParseNumber(port, &number) || number < 1 || number > 65535) {
    return UsageError(R"(invalid port "{}"; write host "{}" as {}:{})", port, text, host, kDefaultPort);
  }
  return host + ":" + port;
}

Status ParseReplication(const std::string& text, CassandraOptions* options) {
  for (const std::string& part : Split(text, ',')) {
    const size_t colon = part.find(':');
    const std::string datacenter = colon == std::string::npos ? "" : part.substr(0, colon);
    int replicas = 0;
    const bool is_number = ParseNumber(colon == std::string::npos ? part : part.substr(colon + 1), &replicas);
    const bool mixed = datacenter.empty() ? text != part : datacenter.find('\'') != std::string::npos;
    if (!is_number || replicas < 1 || replicas > kReplicationMax || mixed || colon == 0) {
      return UsageError("invalid replication \"{}\"; write a number (3), or one for each datacenter (dc1:3,dc2:2)",
                        text);
    }
    options->replication.emplace_back(datacenter, replicas);
  }
  return absl::OkStatus();
}

Status ParseConsistency(const std::string& text, CassandraOptions* options) {
  const auto found = kConsistencies.find(text);
  if (found == kConsistencies.end()) {
    std::vector<std::string_view> names;
    for (const auto& [name, number] : kConsistencies) names.push_back(name);
    return UsageError("invalid consistency \"{}\"{}", text, SuggestName(text, names));
  }
  options->consistency = found->second;
  return absl::OkStatus();
}

Status ParseTimeout(const std::string& name, const std::string& text, std::chrono::milliseconds* timeout) {
  constexpr std::chrono::hours kTimeoutMax(1);
  int number = 0;
  const bool milliseconds = text.ends_with("ms");
  const std::string digits = text.substr(0, text.size() - (milliseconds ? 2 : text.ends_with("s") ? 1 : 0));
  if (digits.size() == text.size() || !ParseNumber(digits, &number) || number < 1) {
    return UsageError("invalid {} \"{}\"; write 10s or 500ms", name, text);
  }
  *timeout = milliseconds ? std::chrono::milliseconds(number) : std::chrono::seconds(number);
  if (*timeout > kTimeoutMax) return UsageError("{} \"{}\" is more than an hour", name, text);
  return absl::OkStatus();
}

Status ParseInFlight(const std::string& text, CassandraOptions* options) {
  constexpr int kInFlightMax = 10'000;
  int number = 0;
  if (!ParseNumber(text, &number) || number < 1 || number > kInFlightMax) {
    return UsageError("invalid in_flight \"{}\"; write a number from 1 to {}", text, kInFlightMax);
  }
  options->in_flight_max = static_cast<size_t>(number);
  return absl::OkStatus();
}

Status ParseTls(const std::string& text, CassandraOptions* options) {
  if (text != "true" && text != "false") return UsageError("tls is true or false, not \"{}\"", text);
  options->tls = text == "true";
  return absl::OkStatus();
}

Status ParseCompression(const std::string& text, CassandraOptions* options) {
  if (text != "lz4" && text != "snappy" && text != "none") {
    return UsageError("compression is lz4, snappy or none, not \"{}\"", text);
  }
  options->compression = text == "none" ? "" : text;
  return absl::OkStatus();
}

Status ReadPassword(const std::string& file, CassandraOptions* options) {
  if (!file.empty()) {
    ASSIGN_OR_RETURN(options->password, ReadSmallFile(file));
    // An editor ends the line of the password.
    while (options->password.ends_with('\n') || options->password.ends_with('\r')) options->password.pop_back();
    if (options->password.empty()) return InputError("the password's file {} is empty", file);
  } else if (const char* password = std::getenv("EARSHOT_CASSANDRA_PASSWORD"); password != nullptr) {
    options->password = password;
  }
  if (!IsUtf8(options->password)) return InputError("the password is not UTF-8");
  if (!options->user.empty() && options->password.empty()) {
    return UsageError("user \"{}\" needs a password: add password_file=FILE, or set EARSHOT_CASSANDRA_PASSWORD",
                      options->user);
  }
  return absl::OkStatus();
}

Status ParseOptions(std::string_view query, CassandraOptions* options) {
  std::string password_file;
  bool tls_off = false;
  using Parser = std::function<Status(const std::string&)>;
  const auto text = [](std::string* target) -> Parser {
    return [target](const std::string& value) {
      *target = value;
      return absl::OkStatus();
    };
  };
  const std::map<std::string, Parser, std::less<>> parsers = {
      {"replication", [&](const std::string& value) { return ParseReplication(value, options); }},
      {"consistency", [&](const std::string& value) { return ParseConsistency(value, options); }},
      {"local_dc", text(&options->local_dc)},
      {"user", text(&options->user)},
      {"password_file", text(&password_file)},
      {"tls",
       [&](const std::string& value) {
         tls_off = value == "false";
         return ParseTls(value, options);
       }},
      {"ca", text(&options->ca_file)},
      {"cert", text(&options->cert_file)},
      {"key", text(&options->key_file)},
      {"compression", [&](const std::string& value) { return ParseCompression(value, options); }},
      {"connect_timeout",
       [&](const std::string& value) { return ParseTimeout("connect_timeout", value, &options->connect_timeout); }},
      {"request_timeout",
       [&](const std::string& value) { return ParseTimeout("request_timeout", value, &options->request_timeout); }},
      {"in_flight", [&](const std::string& value) { return ParseInFlight(value, options); }},
  };
  std::vector<std::string> seen;
  for (const std::string& option : query.empty() ? std::vector<std::string>() : Split(query, '&')) {
    const size_t equals = option.find('=');
    const std::string name = option.substr(0, equals);
    const auto parser = parsers.find(name);
    if (parser == parsers.end()) {
      std::vector<std::string_view> names;
      for (const auto& [known, unused] : parsers) names.push_back(known);
      const char* secret = name == "password" ? "; a URL never contains a password" : "";
      return UsageError("a Cassandra store has no option \"{}\"{}{}", name, secret, SuggestName(name, names));
    }
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) return UsageError("option {} is given twice", name);
    seen.push_back(name);
    ASSIGN_OR_RETURN(const std::string value, Unescape(equals == std::string::npos ? "" : option.substr(equals + 1)));
    if (value.empty()) return UsageError("option {} has no value", name);
    RETURN_IF_ERROR(parser->second(value));
  }
  if (options->cert_file.empty() != options->key_file.empty()) return UsageError("cert and key go together");
  const bool has_certificates = !options->ca_file.empty() || !options->cert_file.empty();
  if (tls_off && has_certificates) return UsageError("tls=false and certificates contradict one another");
  options->tls = options->tls || has_certificates;
  return ReadPassword(password_file, options);
}

}  // namespace

bool IsLocal(uint16_t consistency) {
  return consistency == kConsistencies.at("local_quorum") || consistency == kConsistencies.at("local_one");
}

std::string NameOf(const CassandraOptions& options) {
  return fmt::format("cassandra://{}/{}", fmt::join(options.hosts, ","), options.keyspace);
}

StatusOr<CassandraOptions> ParseCassandraUrl(const std::string& url) {
  CassandraOptions options;
  options.consistency = kConsistencies.at("local_quorum");
  // First, as later messages may show parts of the URL: what is before an @ may contain a password.
  if (url.find('@') != std::string::npos) {
    return UsageError(
        "a store's URL has no user before the host; add user=NAME&password_file=FILE at its end (and write an @ in "
        "an option as %40)");
  }
  if (!url.starts_with(kScheme)) return UsageError("\"{}\" does not begin with {}", url, kScheme);
  const std::string_view rest = std::string_view(url).substr(kScheme.size());
  const size_t question_mark = std::min(rest.find('?'), rest.size());
  const std::string_view location = rest.substr(0, question_mark);
  const size_t slash = std::min(location.find('/'), location.size());
  for (const std::string& host : Split(location.substr(0, slash), ',')) {
    ASSIGN_OR_RETURN(std::string address, ParseHost(host));
    options.hosts.push_back(std::move(address));
  }
  options.keyspace = location.substr(std::min(slash + 1, location.size()));
  if (options.keyspace.empty())
    return UsageError("the store's URL has no keyspace: {}/earshot", url.substr(0, kScheme.size() + slash));
  if (!IsCqlIdentifier(options.keyspace) || options.keyspace.size() > kCqlNameBytesMax) {
    return UsageError("invalid keyspace name \"{}\"; use lower-case letters, digits and _, a letter first, at most {}",
                      options.keyspace, kCqlNameBytesMax);
  }
  RETURN_IF_ERROR(ParseOptions(rest.substr(std::min(question_mark + 1, rest.size())), &options));
  return options;
}

}  // namespace earshot
