#include "cli/model_document.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "cli/asking.h"
#include "cli/table_diagram.h"
#include "cql/tables/ddl.h"
#include "questions/advice.h"

namespace earshot {
namespace {

constexpr const char* kTitle = "Questions and their tables";

constexpr const char* kHtmlStart = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Questions and their tables</title>
<style>
body { font-family: sans-serif; line-height: 1.4; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #999; padding: 0.2rem 0.6rem; text-align: left; }
caption { font-weight: bold; text-align: left; padding: 0.2rem 0; }
code { background: #eee; padding: 0.1rem 0.3rem; }
</style>
</head>
<body>
)";

// A line of what is known of a table's size: "now", and how large.
struct SizeLine {
  std::string what;
  std::string text;
};

std::vector<SizeLine> SizeLines(const DocumentedTable& documented, double plays) {
  if (!documented.outlook.has_value()) return {};
  const TableOutlook& outlook = *documented.outlook;
  const PartitionSizes& today = outlook.forecast->profile().sizes;
  if (today.rows == 0) {
    return {{"now", fmt::format("no {} becomes a row of it", documented.table->question.of->record)}};
  }
  std::vector<SizeLine> lines = {
      {"now", DescribeSizes(static_cast<double>(today.partitions), static_cast<double>(today.rows_spread.max),
                            static_cast<double>(today.bytes_spread.max))},
      {"largest partition", today.largest.front().name},
      {"growth", DescribeGrowth(*outlook.forecast)}};
  if (plays > 0) {
    lines.push_back({fmt::format("at {} plays", About(plays)),
                     DescribeSizes(outlook.sizes.partitions, outlook.sizes.rows_max, outlook.sizes.bytes_max)});
  }
  lines.push_back({"over limits", DescribeOverLimits(outlook)});
  for (const std::string& fix : outlook.fixes) lines.push_back({"then write", fix});
  return lines;
}

// Each of `special` in the text replaced.
std::string Replaced(std::string_view text, std::initializer_list<std::pair<char, std::string_view>> special) {
  std::string replaced;
  for (const char letter : text) {
    const auto* found = std::find_if(special.begin(), special.end(), [&](auto& pair) { return pair.first == letter; });
    if (found == special.end()) {
      replaced += letter;
    } else {
      replaced += found->second;
    }
  }
  return replaced;
}

std::string Html(std::string_view text) {
  return Replaced(text, {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}});
}

// Entities are read in Markdown as well, and leave nothing that it could take for a mark of its own.
std::string Markdown(std::string_view text) {
  return Replaced(text, {{'&', "&amp;"},
                         {'<', "&lt;"},
                         {'>', "&gt;"},
                         {'|', "&#124;"},
                         {'*', "&#42;"},
                         {'_', "&#95;"},
                         {'`', "&#96;"},
                         {'[', "&#91;"},
                         {'\\', "&#92;"},
                         {'#', "&#35;"},
                         {'!', "&#33;"}});
}

// Braces after two percent signs would be a directive, even in a comment.
std::string Mermaid(std::string_view text) { return Replaced(text, {{'"', "'"}, {'\n', " "}, {'{', "("}, {'}', ")"}}); }

std::string MarkdownOf(const ModelDocument& document) {
  std::string text = fmt::format("# {}\n", kTitle);
  if (!document.seen.empty()) text += fmt::format("\n{}\n", Markdown(document.seen));
  for (const DocumentedTable& documented : document.tables) {
    const Table& table = *documented.table;
    text += fmt::format("\n## {}\n\n", Markdown(table.name));
    if (!table.question.asks.empty()) text += Markdown(table.question.asks) + "\n\n";
    text += fmt::format("    {}\n\n| column | type | key | why |\n| --- | --- | --- | --- |\n", UsageText(table));
    for (const TableColumn& column : table.columns) {
      text += fmt::format("| {} | {} | {} | {} |\n", Markdown(column.name), CqlName(column.type), KeyMark(column),
                          Markdown(column.why));
    }
    text += fmt::format("\n`{}`: {}.\n", CqlPrimaryKey(table), Markdown(DescribeRows(table)));
    const std::vector<SizeLine> sizes = SizeLines(documented, document.plays);
    if (!sizes.empty()) text += "\n| size | |\n| --- | --- |\n";
    for (const SizeLine& line : sizes) text += fmt::format("| {} | {} |\n", line.what, Markdown(line.text));
  }
  return text;
}

std::string MermaidOf(const ModelDocument& document) {
  std::string text = "erDiagram\n";
  if (!document.seen.empty()) text += fmt::format("  %% {}\n", Mermaid(document.seen));
  for (const DocumentedTable& documented : document.tables) {
    const Table& table = *documented.table;
    if (!table.question.asks.empty()) text += fmt::format("  %% {}\n", Mermaid(table.question.asks));
    for (const SizeLine& line : SizeLines(documented, document.plays)) {
      text += fmt::format("  %% {}: {}\n", line.what, Mermaid(line.text));
    }
    text += fmt::format("  {} {{\n", table.name);
    for (const TableColumn& column : table.columns) {
      const std::string mark = KeyMark(column);
      text += fmt::format("    {} {}{} \"{}{}\"\n", CqlName(column.type), column.name, mark.empty() ? "" : " PK", mark,
                          Mermaid((mark.empty() ? "" : ", ") + column.why));
    }
    text += "  }\n";
  }
  return text;
}

std::string HtmlOf(const ModelDocument& document) {
  std::string text = kHtmlStart;
  text += fmt::format("<h1>{}</h1>\n", kTitle);
  if (!document.seen.empty()) text += fmt::format("<p>{}</p>\n", Html(document.seen));
  for (const DocumentedTable& documented : document.tables) {
    const Table& table = *documented.table;
    text += fmt::format("<h2 id=\"{0}\">{0}</h2>\n", Html(table.name));
    if (!table.question.asks.empty()) text += fmt::format("<p>{}</p>\n", Html(table.question.asks));
    text += fmt::format("<p><code>{}</code></p>\n<table>\n<caption>{}</caption>\n", Html(UsageText(table)),
                        Html(table.name));
    text += "<tr><th>column</th><th>type</th><th>key</th><th>why</th></tr>\n";
    for (const TableColumn& column : table.columns) {
      text += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n", Html(column.name),
                          CqlName(column.type), KeyMark(column), Html(column.why));
    }
    text +=
        fmt::format("</table>\n<p><code>{}</code>: {}.</p>\n", Html(CqlPrimaryKey(table)), Html(DescribeRows(table)));
    const std::vector<SizeLine> sizes = SizeLines(documented, document.plays);
    if (sizes.empty()) continue;
    text += "<table>\n<caption>size</caption>\n";
    for (const SizeLine& line : sizes) {
      text += fmt::format("<tr><th>{}</th><td>{}</td></tr>\n", Html(line.what), Html(line.text));
    }
    text += "</table>\n";
  }
  return text + "</body>\n</html>\n";
}

}  // namespace

std::string DocumentText(const ModelDocument& document, DocumentFormat format) {
  switch (format) {
    case DocumentFormat::kMarkdown: return MarkdownOf(document);
    case DocumentFormat::kMermaid: return MermaidOf(document);
    case DocumentFormat::kHtml: return HtmlOf(document);
  }
  return "";
}

}  // namespace earshot
