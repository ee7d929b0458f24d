"""Whatever fails at whichever request to GitHub's API: it is said, nothing is done twice, and a run
again ends as it should. A rollback is not stopped by any of it."""
import calendar
import dataclasses
import itertools
import re
import time
import unittest

import github_faults as faults
from github_api import TOKEN, GithubApi
from github_scenarios import (DEPLOY_BY_API, DEPLOY_COMPLETE, DEPLOY_FINISH, DEPLOY_START,
                              ROLLBACK_COMPLETE, ROLLBACK_START, Scenario, ScenarioTest)

ELSEWHERE = "http://127.0.0.2:9/graphql"
TIME_LIMIT = "8"  # seconds, of a step that waits in vain
LONGEST = 60  # seconds, of any step on a busy machine
WORKERS = 12
WRITES_TAGS = ("RepositoryId", "POST /repos/*/git/tags", "UpdateRefs")
EXIT = {"invalid_input": ("refused", 2), "unavailable": ("failed", 1), "protocol": ("failed", 1)}

NO_PERMISSION = ("Resource not accessible by integration",
                 {"X-Accepted-GitHub-Permissions": "deployments=write"})
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes."
SAML = ("Resource protected by organization SAML enforcement. You must grant your token access to "
        "this organization.")
IP = ("Although you appear to have the correct authorization credentials, the organization has an "
      "IP allow list enabled, and your IP address is not permitted to access this resource.")


def in_an_hour():
    return str(int(time.time()) + 3600)


@dataclasses.dataclass(frozen=True)
class Trouble:
    """A fault, and the code of the step that cannot do without the answer; None: it is got over."""

    name: str
    with_: faults.Fault
    code: str | None
    times: int | None = None
    for_all: bool = False  # All requests from then on.
    for_graphql: bool = False
    time_limit: str = "60"

    def __str__(self):
        return self.name

    def can_meet(self, request):
        return not self.for_graphql or " " not in request


def refusal(status, message, headers=None, code="permission", name=""):
    return Trouble(f"{status} {name}".strip(), faults.refusal(status, message, headers), code)


def graphql(message, kind, code):
    return Trouble(f"GraphQL's {kind}", faults.graphql_error(message, kind), code,
                   for_graphql=True)


def in_vain(name, fault, for_all=False):
    return Trouble(name, fault, "unavailable", for_all=for_all, time_limit=TIME_LIMIT)


def once(name, fault, for_graphql=False):
    return Trouble(f"{name}, once", fault, None, times=1, for_graphql=for_graphql)


TROUBLES = (
    refusal(401, "Bad credentials"),
    refusal(403, *NO_PERMISSION, name="permission"),
    refusal(403, SAML, {"X-GitHub-SSO": "required; url=https://example.com"}, name="SAML"),
    refusal(403, IP, name="IP allow list"),
    refusal(403, SECONDARY, {"Retry-After": "3600"}, "unavailable", "secondary rate limit"),
    refusal(403, "API rate limit exceeded for installation ID 1.",
            {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": in_an_hour()}, "unavailable",
            "primary rate limit"),
    refusal(404, "Not Found"),
    refusal(409, "Conflict", code="rejected_by_server"),
    refusal(422, "Validation Failed", code="rejected_by_server"),
    refusal(429, "Too many requests", {"Retry-After": "3600"}, "unavailable"),
    refusal(429, SECONDARY, None, "unavailable", "without Retry-After"),
    in_vain("503", faults.answer(503, b"<html>")),
    in_vain("no answer from then on", faults.hang(), for_all=True),
    in_vain("no connection from then on", faults.drop_request(), for_all=True),
    Trouble("no JSON", faults.answer(200, b'{"data": {"repo'), "protocol"),
    Trouble("wrong types", faults.wrong_types(), "protocol"),
    Trouble("an endless answer", faults.oversize(17 << 20), "protocol", times=1),
    Trouble("moved away", faults.answer(301, b"", {"Location": ELSEWHERE}), "protocol"),
    graphql("Resource not accessible by integration", "FORBIDDEN", "permission"),
    graphql("Could not resolve to a Repository", "NOT_FOUND", "permission"),
    graphql("Description is too long", "UNPROCESSABLE", "rejected_by_server"),
    graphql("API rate limit exceeded", "RATE_LIMITED", "unavailable"),
    graphql("Field 'shiptag' doesn't exist", None, "protocol"),
    Trouble("GraphQL without data", faults.answer(200, {"data": None}), "protocol",
            for_graphql=True),
    once("429", faults.refusal(429, "Too many requests", {"Retry-After": "0"})),
    once("secondary rate limit", faults.refusal(403, SECONDARY, {"Retry-After": "1"})),
    once("500", faults.answer(500)),
    once("502", faults.answer(502, b"<html>")),
    once("503", faults.answer(503, b"", {"Retry-After": "0"})),
    once("connection lost before", faults.drop_request()),
    once("connection lost behind", faults.lose_answer()),
    once("answer cut", faults.cut_body()),
    dataclasses.replace(once("no answer", faults.hang()), time_limit=TIME_LIMIT),
    once("RATE_LIMITED", faults.answer(200, {"errors": [
        {"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}, {"Retry-After": "0"}),
        for_graphql=True),
    once("INTERNAL", faults.graphql_error("Something went wrong while executing your query."),
         for_graphql=True))


@dataclasses.dataclass(frozen=True)
class Cell:
    """A scenario whose `nth` request, or all from it on, meet a trouble; `requests` are those of a
    run without any."""

    scenario: Scenario
    requests: list
    nth: int
    trouble: Trouble

    @property
    def request(self):
        return self.requests[self.nth - 1]

    def __str__(self):
        return f"{self.scenario}, {self.request}: {self.trouble}"

    def inject(self, api):
        trouble, nth = self.trouble, self.nth
        if not trouble.for_all:
            nth = self.requests[:nth].count(self.request)
        return api.fail(with_=trouble.with_, times=trouble.times, nth=nth,
                        match="*" if trouble.for_all else self.request)

    def code(self):
        """The reason code that the step fails with; None if it does what it should."""
        trouble, code = self.trouble, self.trouble.code
        met = self.requests[self.nth - 1:] if trouble.for_all else [self.request]
        if code is None or all(self.scenario.can_do_without(request) for request in met):
            return None
        if trouble.name in ("404", "422") and self.request.startswith("GET "):
            return self.scenario.code_if_absent(self.request)
        if trouble.name == "wrong types" and self.request == "ChangeStatuses":
            return None  # Its answer says nothing that is needed.
        if self.request not in WRITES_TAGS:
            return code
        if self.request == "UpdateRefs" and code == "protocol":  # The refs tell how it went.
            return None if trouble.with_.takes_effect else "rejected_by_server"
        refused = ("permission", "rejected_by_server", "invalid_input")
        return "rejected_by_server" if code in refused else code


class GithubFailures(ScenarioTest):
    def test_at_any_request_of_a_deploys_start(self):
        self.check_scenario(DEPLOY_START)

    def test_at_any_request_of_a_deploys_finish(self):
        self.check_scenario(DEPLOY_FINISH)

    def test_at_any_request_of_a_complete_deploy(self):
        self.check_scenario(DEPLOY_COMPLETE)

    def test_at_any_request_of_a_deploy_whose_tag_the_api_writes(self):
        self.check_scenario(DEPLOY_BY_API, only=WRITES_TAGS)

    def test_at_any_request_of_a_rollbacks_start(self):
        self.check_scenario(ROLLBACK_START)

    def test_at_any_request_of_a_complete_rollback(self):
        self.check_scenario(ROLLBACK_COMPLETE)

    def check_scenario(self, scenario, only=None):
        prepared = self.prepare(scenario)
        requests = self.learn_requests(scenario, prepared)
        seen = set()
        cells = [Cell(scenario, requests, nth, trouble)
                 for nth, request in enumerate(requests, 1) if not only or request in only
                 for trouble in TROUBLES if trouble.can_meet(request)]
        self.check_each(cells, lambda cell: self.check_cell(cell, prepared, seen), WORKERS)

    def check_cell(self, cell, prepared, seen):
        """Runs the step; and once more from a state left behind that was not `seen` before."""
        scenario = cell.scenario
        with self.twin() as twin:
            injection = cell.inject(twin.api)
            begun = time.monotonic()
            result = twin.step(scenario, prepared, timeout_seconds=cell.trouble.time_limit)
            self.assertLess(time.monotonic() - begun, LONGEST)
            self.assertGreaterEqual(injection.taken, 1)
            injection.times = 0
            twin.check_result(cell.code(), result)
            twin.check_moved_once_or_not(scenario, prepared["run"])
            if cell.trouble.code is None and scenario.phase != "start":
                twin.check_done(scenario, prepared["run"])
            if twin.state() not in seen:
                seen.add(twin.state())
                twin.run_again(scenario, prepared)

    def check_result(self, code, result):
        decision, status = EXIT.get(code, ("refused", 1)) if code else ("done", 0)
        self.assertEqual((status, decision), (result.status, result.decision), str(result))
        self.assertIn(result.reason_code, (code,) if code else ("started", "moved"), str(result))
        self.assertEqual(1 if code else 0, len(result.errors), str(result))
        self.assertEqual("", result.stderr)
        self.assertNotIn(TOKEN, self.said(result))

    def test_a_missing_permission_is_named_with_the_line_to_add(self):
        always = "permissions: { contents: write, deployments: write"
        actions = ", actions: read }"
        rows = [(DEPLOY_COMPLETE, {"deployments": "read"}, "deployments: write", actions),
                (DEPLOY_COMPLETE, {"deployments": "none"}, "deployments: read", actions),
                (DEPLOY_COMPLETE, {"actions": "none"}, "actions: read", actions),
                (DEPLOY_FINISH, {"actions": "read"}, "actions: write", ", actions: write }"),
                (ROLLBACK_START, {"deployments": "read"}, "deployments: write", actions)]
        for scenario, granted, missing, rest in rows:
            with self.subTest(f"{scenario}, {granted}"), self.twin() as twin:
                prepared = twin.prepare(scenario)
                twin.api.permissions |= granted
                result = twin.step(scenario, prepared)
                refused = scenario is DEPLOY_COMPLETE
                self.check_result("permission" if refused else None, result)
                said = result.errors if refused else result.stdout.splitlines()
                self.assertTrue(any(
                    line.startswith("::") and f"give the token `{missing}" in line
                    and always + rest in line for line in said), str(result))

    def test_a_rate_limit_that_outlasts_the_time_limit_says_at_once_when_it_ends(self):
        end = time.time() + 3600
        rows = [{"Retry-After": "3600"},
                {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(end))}]
        for status, headers in itertools.product((403, 429), rows):
            with self.subTest(f"{status} {headers}"), self.twin() as twin:
                injection = twin.api.fail(
                    with_=faults.refusal(status, "API rate limit exceeded", headers), times=None)
                begun = time.monotonic()
                result = twin.deploy("v1.0.2", run=twin.new_run())
                self.assertLess(time.monotonic() - begun, 30)
                self.assertEqual(1, injection.taken)
                self.check_result("unavailable", result)
                told = re.search(r"which resets at (\S+Z)", result.errors[0])[1]
                told = calendar.timegm(time.strptime(told, "%Y-%m-%dT%H:%M:%SZ"))
                self.assertAlmostEqual(end, told, delta=60)

    def test_nothing_is_sent_to_another_origin_that_the_api_redirects_to(self):
        for status, nth in itertools.product((301, 302, 307, 308), (1, 3)):
            with self.subTest(f"{status} for request {nth}"), self.twin() as twin:
                with GithubApi(self.server.url) as elsewhere:
                    twin.api.fail(nth=nth, with_=faults.answer(
                        status, headers={"Location": f"{elsewhere.url}/repos/org/x/deployments"}))
                    result = twin.deploy("v1.0.2")
                    self.check_result("protocol", result)
                    self.assertIn(elsewhere.url, result.errors[0])
                    self.assertEqual([], elsewhere.requests)


if __name__ == "__main__":
    unittest.main()
