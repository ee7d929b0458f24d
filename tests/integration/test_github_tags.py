"""Tags that GitHub does not let a token push: the API, rulesets, and warnings ahead."""
import unittest

import github_faults
from fixture import git
from github_fixture import GithubTest
from github_repository import Ruleset

WORKFLOWS = ("refusing to allow a GitHub App to create or update workflow "
             "`.github/workflows/deploy.yml` without `workflows` permission")
CREATION = "- Cannot create ref due to creations being restricted."
YAML = ("- uses: actions/create-github-app-token@v3", "permission-workflows: write",
        "token: ${{ steps.app-token.outputs.token }}")


class GithubTags(GithubTest):
    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")

    def refuse_pushes(self, *words):
        lines = "".join(f"echo '{line}' >&2\n" for line in words)
        self.project.hook("pre-receive", lines + "exit 1\n")

    def allow_pushes(self):
        (self.project.folder / "hooks" / "pre-receive").unlink()

    def requests_to_write(self, step):
        """What `step` returned, and the API's requests that make tags."""
        result, requests = self.requests_of(step)
        return result, [name for name in requests
                        if name.endswith("/git/tags") or name in ("RepositoryId", "UpdateRefs")]

    def writing(self, tags):
        create = f"POST /repos/{self.github.full_name}/git/tags"
        return ["RepositoryId", *[create] * tags, "UpdateRefs"]

    def test_a_version_and_its_aliases_are_written_at_once(self):
        self.refuse_pushes(WORKFLOWS)
        result, requests = self.requests_to_write(
            lambda: self.tag("v1.1.0", self.commits[3], aliases="true"))
        self.assertEqual((0, self.writing(3)), (result.status, requests))
        tags = self.project.tags()
        self.assertEqual([self.commits[3]] * 3, [tags[name] for name in ("v1.1.0", "v1.1", "v1")])
        by = self.project.git("for-each-ref", "--format=%(objecttype) %(taggername)",
                              "refs/tags/v1.1.0")
        self.assertEqual("tag octocat", by)
        self.assertIn("v1.1.0\n\nCreated by octocat", self.project.message("v1.1.0"))

    def test_an_environments_tag_goes_there_and_back(self):
        self.refuse_pushes(WORKFLOWS)
        steps = [(lambda: self.deploy("v1.0.0", expect="created"), 0),
                 (lambda: self.deploy("v1.0.1", expect="moved"), 1),
                 (lambda: self.finish(self.start("rollback"), expect="moved"), 0),
                 (lambda: self.run_step("resume", "recorded", environment="production"), 0)]
        for step, commit in steps:
            _, requests = self.requests_to_write(step)
            self.assertEqual(self.writing(1), requests)
            self.assertEqual(self.commits[commit], self.project.tags()["production"])
        self.assertEqual(["resume", "rollback", "deploy", "deploy"],
                         [line["operation"] for line in self.project.ledger("production")])
        self.assertEqual(["inactive", "inactive", "success"], self.last_states())

    def test_a_state_tag_is_deleted_too(self):
        self.github.people["octocat"] = "admin"
        state = {"tag_type": "state", "state": "unstable", "version": "v1.0.0"}
        self.run_step("tag", "created", **state)
        self.refuse_pushes(WORKFLOWS)
        _, requests = self.requests_to_write(lambda: self.run_step(
            "tag", "deleted", delete="true", override="true", override_reason="by mistake",
            **state))
        self.assertEqual(self.writing(0), requests)
        self.assertNotIn("v1.0.0-unstable", self.project.tags())

    def assert_rejected(self, result):
        self.assert_refused("rejected_by_server", result)
        for words in ("workflows: write", ".github/workflows/deploy.yml"):
            self.assertIn(words, result.errors[0])
        for line in YAML:
            self.assertIn(line, result.summary)
            self.assertIn(line, result.stdout)

    def test_where_the_api_refuses_too_the_message_says_what_to_do(self):
        self.refuse_pushes(WORKFLOWS)
        before = self.project.refs()
        rows = [("UpdateRefs", github_faults.graphql_error(WORKFLOWS)),
                ("UpdateRefs", github_faults.graphql_error("Resource not accessible", "FORBIDDEN")),
                ("POST */git/tags", github_faults.refusal(403, "Resource not accessible"))]
        for match, fault in rows:
            with self.subTest(match):
                injection = self.api.fail(match=match, with_=fault)
                self.assert_rejected(self.run_step("tag", version="v2.0.0",
                                                   commit_sha=self.commits[0]))
                self.assertEqual((1, before), (injection.taken, self.project.refs()))

    def test_a_deployment_that_is_done_stays_one_where_its_tag_is_refused(self):
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        self.refuse_pushes(WORKFLOWS)
        before = self.project.refs()
        self.api.fail(match="UpdateRefs", with_=github_faults.graphql_error(WORKFLOWS))
        started = self.start("rollback")
        self.assert_rejected(self.finish(started))
        self.assertEqual(before, self.project.refs())
        self.assertEqual(["inactive", "inactive", "success"], self.last_states())
        self.assertIn("the tag could not be moved",
                      self.github.deployments[-1].statuses[-1].description)
        self.allow_pushes()  # as a token of an App's does
        self.finish(started, expect="moved")
        self.assertEqual(self.commits[0], self.project.tags()["production"])
        self.assertEqual("success", self.github.deployments[-1].states[-1])
        self.assertEqual(3, len(self.github.deployments))

    def while_objects_are_made(self, action):
        def act(answer):
            action()
            return answer
        return self.api.fail(match="POST */git/tags", with_=github_faults.changed(act))

    def test_a_tag_that_somebody_moved_meanwhile_is_a_conflict(self):
        self.refuse_pushes(WORKFLOWS)
        self.deploy("v1.0.0", expect="created")
        started = self.start(version="v1.0.1")
        self.while_objects_are_made(lambda: self.project.add_tag("production", self.commits[4]))
        refused = self.finish(started)
        self.assert_refused("conflict", refused)
        self.assertIn(f"moved by hand to {self.commits[4]}", refused.errors[0])
        self.assertEqual(self.commits[4], self.project.tags()["production"])
        self.assertEqual("failure", self.github.deployments[-1].states[-1])

    def test_a_version_that_somebody_created_meanwhile_is_theirs(self):
        self.refuse_pushes(WORKFLOWS)
        self.while_objects_are_made(lambda: self.project.add_tag("v2.0.0", self.commits[4]))
        refused = self.run_step("tag", version="v2.0.0", commit_sha=self.commits[0])
        self.assert_refused("immutable", refused)
        self.assertEqual(self.commits[4], self.project.tags()["v2.0.0"])

    def test_a_hold_that_came_meanwhile_is_kept(self):
        self.refuse_pushes(WORKFLOWS)
        self.deploy("v1.0.0", expect="created")
        started = self.start(version="v1.0.1")
        self.while_objects_are_made(lambda: self.run_step(
            "hold", "recorded", environment="production", reason="freeze"))
        self.finish(started, expect="moved")
        self.assertEqual(["deploy", "hold", "deploy"],
                         [line["operation"] for line in self.project.ledger("production")])
        self.assertEqual(["freeze"], [hold["reason"] for hold in
                                      self.project.ledger("production")[0]["holds"]])

    def violate(self, rule, tag="v2.0.0"):
        self.refuse_pushes("error: GH013: Repository rule violations found for "
                           f"refs/tags/{tag}.", rule)
        return self.requests_of(lambda: self.run_step("tag", version=tag,
                                                      commit_sha=self.commits[0]))

    def add_rulesets(self):
        maintain = {"actor_id": 2, "actor_type": "RepositoryRole", "bypass_mode": "always"}
        app = {"actor_id": 4711, "actor_type": "Integration", "bypass_mode": "always"}
        self.github.rulesets += [
            Ruleset("release tags", [{"type": "creation"}], bypass_actors=[maintain, app]),
            Ruleset("frozen", [{"type": "update"}]),
            Ruleset("tried out", [{"type": "creation"}], enforcement="evaluate"),
            Ruleset("switched off", [{"type": "creation"}], enforcement="disabled"),
            Ruleset("main", [{"type": "creation"}], target="branch")]

    def test_a_refusal_by_a_rule_names_the_rulesets(self):
        self.add_rulesets()
        result, requests = self.violate(CREATION)
        self.assert_refused("rejected_by_server", result)
        route = f"GET /repos/{self.github.full_name}/rulesets"
        first, second = (f"{route}/{each.number}" for each in self.github.rulesets[:2])
        self.assertEqual([route, first, second], requests)
        for ruleset in self.github.rulesets[:2]:
            self.assertIn(ruleset.name, result.summary)
            self.assertIn(f"/rules/{ruleset.number}", result.summary)
        for name in ("tried out", "switched off", "main"):
            self.assertNotIn(name, result.summary)
        words = " ".join(result.summary.split())
        told = words.count("only an administrator can see who may bypass it, see http")
        self.assertEqual(2, told, result.summary)

    def test_rulesets_come_in_pages(self):
        self.github.rulesets += [Ruleset(f"off {number}", [], enforcement="disabled")
                                 for number in range(30)]
        self.add_rulesets()
        result, requests = self.violate(CREATION)
        self.assertEqual(2 + 2, len(requests), requests)
        self.assertIn("release tags", result.summary)

    def test_who_may_bypass_a_rule_is_said_where_the_token_sees_it(self):
        self.add_rulesets()
        self.api.permissions["administration"] = "write"
        for rule in (CREATION, "- Cannot update this protected ref.", "- Cannot delete this tag"):
            with self.subTest(rule):
                result, _ = self.violate(rule)
                self.assertIn("may be bypassed by the maintain role, GitHub App 4711",
                              result.summary)
                self.assertIn("nobody may bypass it", result.summary)

    def test_a_name_that_an_immutable_release_used_up_is_told_from_a_rule(self):
        result, _ = self.violate(CREATION)
        self.assert_refused("rejected_by_server", result)
        self.assertIn("an immutable release has used up this name", result.summary)
        self.assertIn("use another version", result.errors[0])
        result, _ = self.violate("- Cannot update this protected ref.")
        self.assertIn("This token cannot see any tag rulesets", result.summary)

    def test_a_protected_tag_of_an_older_server_is_explained(self):
        self.refuse_pushes("error: GH006: Protected tag update failed for refs/tags/v2.0.0.")
        result = self.run_step("tag", version="v2.0.0", commit_sha=self.commits[0])
        self.assert_refused("rejected_by_server", result)
        self.assertIn("ask someone with the maintain role to create it", result.errors[0])


class WorkflowFiles(GithubTest):
    """Two commits before the workflow changed, and two since; versions on all of them."""

    def setUp(self):
        super().setUp()
        for number, workflow in enumerate(("old", "old", "new", "new")):
            self.commits.append(self.commit(number, workflow))
        for number, commit in enumerate(self.commits[-4:]):
            self.project.add_tag(f"v1.0.{number}", commit)

    def commit(self, number, workflow):
        text = f"name: {workflow}\n"
        stream = (f"commit refs/heads/main\ncommitter Someone <someone@example.com> "
                  f"{1700001000 + number} +0000\ndata 4\nflow\nfrom refs/heads/main^0\n"
                  f"M 100644 inline .github/workflows/deploy.yml\ndata {len(text)}\n{text}\n"
                  f"M 100644 inline number\ndata 1\n{number}\n")
        git("fast-import", "--quiet", cwd=self.project.folder, stdin=stream.encode())
        return self.project.git("rev-parse", "main")

    def warnings(self, result):
        return [line for line in result.stdout.splitlines()
                if line.startswith("::warning title=Workflow files")]

    def assert_warns(self, words, result):
        self.assertEqual(1, len(self.warnings(result)), str(result))
        for each in (*words, "main", "workflows: write"):
            self.assertIn(each, self.warnings(result)[0])
            self.assertIn(each, result.summary)

    def test_a_deploy_from_which_no_way_leads_back_warns(self):
        self.deploy("v1.0.1")
        started = self.start(version="v1.0.2")
        self.assert_warns(["could not move production back", self.commits[-3]],
                          started)
        self.finish(started, expect="moved")
        self.assertEqual([], self.warnings(self.start(version="v1.0.3")))

    def test_a_deploy_of_older_workflow_files_warns(self):
        started = self.start(version="v1.0.0")
        self.assert_warns([f"the workflow files at {self.commits[-4]} differ"], started)
        self.finish(started, expect="created")

    def test_a_rollback_to_older_workflow_files_warns_and_goes_ahead(self):
        for version in ("v1.0.1", "v1.0.2", "v1.0.3"):
            self.deploy(version)
        within = self.start("rollback")
        self.assertEqual(("v1.0.2", []),
                         (within.outputs["target_version"], self.warnings(within)))
        self.finish(within, expect="moved")
        beyond = self.start("rollback")
        self.assertEqual("v1.0.1", beyond.outputs["target_version"])
        self.assert_warns([f"the workflow files at {self.commits[-3]} differ"], beyond)
        self.finish(beyond, expect="moved")


if __name__ == "__main__":
    unittest.main()
