#include "adapters/report/summary.hpp"

#include <doctest/doctest.h>

#include <ostream>

#include "base/text.hpp"
#include "unit/adapters/report/outcomes.hpp"

using namespace shiptag;
using namespace shiptag::adapters::report;
using tests::rolled_back;

namespace {

constexpr std::size_t plenty = 1000000;

const domain::Table* table_named(const Summary& summary, const std::string& title) {
  for (const domain::Table& table : summary.tables)
    if (table.title == title) return &table;
  return nullptr;
}

}  // namespace

TEST_SUITE_BEGIN("adapters/report/summary");

TEST_CASE("details are as wide as a page, and every word of them is there") {
  domain::Outcome outcome{.operation = "tag"};
  std::string words;
  for (int i = 0; i < 60; ++i) words += "word" + std::to_string(i) + " ";
  const std::string address = "https://example.com/" + std::string(150, 'x');
  outcome.end({ReasonCode::rejected_by_server, "no", "", words + "\n" + address + "\n"});
  const std::string text = markdown(summarize(outcome), 1024UL * 1024);
  CHECK(text.find("\n" + address + "\n") != std::string::npos);
  for (int i = 0; i < 60; ++i) CHECK(text.find("word" + std::to_string(i)) != std::string::npos);
  for (const std::string_view line : split(text, '\n'))
    if (line != address) CHECK(line.size() <= 100);
}

TEST_CASE("what an operation remarks is in the title") {
  domain::Outcome outcome{.operation = "deploy"};
  outcome.end(ReasonCode::recorded, "v1.0.0 to production");
  CHECK(summarize(outcome).title == "shiptag deploy: done (recorded)");
  outcome.remark = "the deployment failed";
  CHECK(summarize(outcome).title == "shiptag deploy: done (recorded), the deployment failed");
}

TEST_CASE("the summary of a rollback shows every version and why") {
  CHECK(markdown(summarize(rolled_back()), plenty) == R"(## shiptag rollback: done (moved)

production rolled back to api/v1.2.2

| Decision | done |
|---|---|
| Reason code | moved |
| Version | api/v1.2.2 |

### Versions considered

| Version | Decision | Reason |
|---|---|---|
| api/v1.2.2 | chosen | |
| api/v1.2.3 | accepted | higher than the chosen one, but not preferred |
| api/v1.2.0 | accepted | |
| api/v1.2.1 | rejected | deprecated: marked deprecated |
| api/v1.1.0 | rejected | never_deployed: no line of the ledger names it |

### Holds

| What | Since | Until | By | Reason |
|---|---|---|---|---|
| the environment | 2025-11-21T10:30:45Z | it is resumed | octocat | p99 &#124; doubled |
| api/v1.2.4 | 2025-11-21T10:30:45Z | 2025-12-01T00:00:00Z | octocat | withdrawn |

### Notices

| Level | About | Message |
|---|---|---|
| warning | Higher versions | api/v1.2.3 is higher |
)");
}

TEST_CASE("the summary of a refusal says what to do, and shows the server's words") {
  domain::Outcome outcome;
  outcome.operation = "tag";
  outcome.end({ReasonCode::rejected_by_server, "the server refused v1.0.0", "ask an administrator",
               "GH013: Repository rule violations\n\n- <b>Cannot</b> create ref\n  with:  \n"});
  CHECK(markdown(summarize(outcome), plenty) == R"(## shiptag tag: refused (rejected_by_server)

the server refused v1.0.0

**What to do:** ask an administrator

| Decision | refused |
|---|---|
| Reason code | rejected_by_server |

Details:

<pre>
GH013: Repository rule violations
- &#60;b&#62;Cannot&#60;/b&#62; create ref
  with:
</pre>
)");
}

TEST_CASE("a run that never learned its operation has a summary too") {
  domain::Outcome outcome;
  outcome.end({ReasonCode::invalid_input, "operation is missing"});
  CHECK(summarize(outcome).title == "shiptag: refused (invalid_input)");
}

TEST_CASE("of very many versions a hundred accepted ones are shown, and the rest is counted") {
  auto outcome = rolled_back();
  auto target = tests::rollback_target();
  target.rejected_versions.clear();
  target.rejected_versions.push_back({tests::version("v1.0.9"), ReasonCode::deprecated, "x"});
  target.more_rejected = {{ReasonCode::deprecated, 75}, {ReasonCode::never_deployed, 74}};
  for (int patch = 150; patch > 0; --patch)
    target.candidate_versions.push_back(tests::version("v0.0." + std::to_string(patch)));
  show(target, outcome);
  const Summary summary = summarize(outcome);
  const domain::Table* const versions = table_named(summary, "Versions considered");
  REQUIRE(versions != nullptr);
  CHECK(versions->rows.size() == 1 + 100 + 1);
  CHECK(versions->remark ==
        "Also accepted: 52 more. Also rejected: 75 deprecated, 74 never_deployed");
}

TEST_CASE("no text of others is markup") {
  CHECK(escaped("a|b`c<d>e&f*g[h](i)\\j\nk") ==
        "a&#124;b&#96;c&#60;d&#62;e&#38;f&#42;g&#91;h&#93;(i)&#92;j k");
  domain::Outcome outcome;
  outcome.operation = "tag";
  outcome.findings.push_back({"| a |\n|---|", "</pre><script>\x1b[31m\xff"});
  const std::string text = markdown(summarize(outcome), plenty);
  CHECK(text.find("<script>") == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\n|---|\n") == std::string::npos);
}

TEST_CASE("a summary that is too long is cut at the end of a line, and says so") {
  domain::Outcome outcome;
  outcome.operation = "tag";
  for (int i = 0; i < 100; ++i) outcome.findings.push_back({"subject", std::string(100, '<')});
  const std::string whole = markdown(summarize(outcome), plenty);
  for (const std::size_t limit : {whole.size() - 1, std::size_t{1000}, std::size_t{30}}) {
    const std::string text = markdown(summarize(outcome), limit);
    CHECK(text.size() <= limit);
    CHECK(text.ends_with("The rest did not fit.\n"));
  }
  CHECK(markdown(summarize(outcome), whole.size()) == whole);
  CHECK(markdown(summarize(outcome), 0).empty());
}

TEST_SUITE_END();
