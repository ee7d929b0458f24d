"""Workflows on other servers than github.com: GitHub Enterprise Server, and servers like Gitea that
have runs as GitHub has, and not its API."""
import json
import unittest

from github_api import GithubApi
from github_fixture import GithubTest
from github_scenarios import REFUSED_FOR_WORKFLOWS


class OnEnterpriseServer(GithubTest):
    """GitHub with both of its APIs below the server's own address."""

    rest_path, graphql_path = "/api/v3", "/api/graphql"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1")

    def test_everything_that_is_asked_goes_to_its_addresses(self):
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        self.github.people["octocat"] = "admin"
        holder, run = self.new_run(name="Release"), self.new_run()
        self.github.add_to_group("deploy-production", holder)
        self.github.add_to_group("deploy-production", run, "pending")
        self.github.approve(run, "production")
        started = self.start(version="v1.0.0", run=run, approval="required")
        self.assertEqual("1", started.outputs["queue_position"])
        self.finish(started, expect="created", dispatch_workflow="smoke.yml")
        self.deploy("v1.0.1", expect="moved", approval="required", override="true",
                    override_reason="nobody is there")
        self.roll_back("moved")
        self.assertEqual(["inactive", "inactive", "success"], self.last_states())
        self.assertEqual(1, len(self.github.dispatches))
        queue = json.loads(started.outputs["deployment_queue"])
        self.assertEqual(self.run_page(holder), queue["current_deployment"]["run_url"])

    def test_tags_are_written_by_its_api_too(self):
        self.project.hook("pre-receive", REFUSED_FOR_WORKFLOWS)
        _, requests = self.requests_of(lambda: self.deploy("v1.0.0", expect="created"))
        self.assertIn("UpdateRefs", requests)
        self.assertEqual(self.commits[0], self.project.tags()["production"])

    def test_addresses_with_a_slash_behind_are_the_same(self):
        self.deploy("v1.0.0", expect="created", env={
            "GITHUB_API_URL": self.api.url + "/", "GITHUB_GRAPHQL_URL": self.api.graphql_url + "/"})
        self.assertEqual(["success"], self.last_states())

    def test_an_api_elsewhere_than_its_server_is_used_as_the_runner_says(self):
        with GithubApi(self.server.url, "/api/v3", "/api/graphql") as elsewhere:
            elsewhere.repositories = self.api.repositories
            self.deploy("v1.0.0", expect="created", env={
                "GITHUB_API_URL": elsewhere.url, "GITHUB_GRAPHQL_URL": elsewhere.graphql_url})
            self.assertEqual(3, len(elsewhere.requests))
        self.assertEqual([], self.api.requests)


class OnAnotherServer(GithubTest):
    """Its runner names an API, but GitHub's two it has not."""

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1")
        self.name_apis(rest=f"{self.api.url}/api/v1")

    def name_apis(self, rest="", graphql=""):
        self.runner.environment |= {"GITHUB_API_URL": rest, "GITHUB_GRAPHQL_URL": graphql}

    def tearDown(self):
        self.assertEqual([], self.api.requests)
        super().tearDown()

    def test_it_is_not_asked_whichever_api_is_missing(self):
        rows = [("production", "", ""), ("staging", self.api.url, ""),
                ("canary", "", self.api.graphql_url)]
        for environment, rest, graphql in rows:
            with self.subTest(rest=rest, graphql=graphql):
                self.name_apis(rest, graphql)
                self.deploy("v1.0.0", environment, "created")

    def test_a_story_needs_git_alone(self):
        started = self.start(version="v1.0.0")
        self.assertEqual("", started.outputs["queue_position"])
        self.assertEqual([], started.errors)
        self.finish(started, expect="created")
        run = self.new_run()
        self.deploy("v1.0.1", run=run, expect="moved")
        self.deploy("v1.0.1", run=run, expect="already_there", env={"GITHUB_RUN_ATTEMPT": "2"})
        self.roll_back("moved")
        self.assertEqual(["rollback", "deploy", "deploy"],
                         [line["operation"] for line in self.project.ledger("production")])
        self.assert_refused("held", self.deploy("v1.0.1"))
        self.run_step("resume", "recorded", environment="production")

    def test_an_approval_cannot_be_seen_and_an_override_is_allowed_by_the_step(self):
        rule = {"approval": "required"}
        self.assert_refused("approval_required", self.deploy("v1.0.0", **rule))
        override = {**rule, "override": "true", "override_reason": "nobody is there"}
        self.assert_refused("override_not_permitted", self.deploy("v1.0.0", **override))
        self.deploy("v1.0.0", expect="created", **override,
                    env={"ALLOW_PROTECTED_TAG_PUSH": "true"})

    def test_a_workflow_to_start_is_a_warning(self):
        result = self.deploy("v1.0.0", expect="created", dispatch_workflow="smoke.yml")
        self.assertTrue(any(line.startswith("::warning") and "smoke.yml" in line
                            for line in result.stdout.splitlines()), str(result))

    def test_a_push_that_is_refused_for_workflows_is_not_tried_by_an_api(self):
        self.project.hook("pre-receive", REFUSED_FOR_WORKFLOWS)
        self.assert_refused("rejected_by_server", self.deploy("v1.0.0"))


class WithoutEncryption(GithubTest):
    def test_an_api_that_the_token_would_go_to_unencrypted_is_refused_unasked(self):
        self.add_versions("v1.0.0")
        # Whatever would be sent to another machine goes to the stand-in instead.
        proxied = {"http_proxy": self.api.url, "no_proxy": "127.0.0.1"}
        for variable in ("GITHUB_API_URL", "GITHUB_GRAPHQL_URL"):
            for host in ("github.example", "192.0.2.1", "127.0.0.1.example", "localhost.example"):
                for operation in ("deploy", "rollback"):
                    with self.subTest(f"{operation}, {variable} on {host}"):
                        result = self.run_step(
                            operation, environment="production", version="v1.0.0",
                            env={variable: f"http://{host}/api", **proxied})
                        self.assert_refused("invalid_input", result)
                        self.assertIn(variable, result.errors[0])
                        self.assertIn("unencrypted", result.errors[0])
        self.assertEqual([], self.api.requests)
        self.assertNotIn("production", self.project.tags())

    def test_on_this_machine_it_needs_no_encryption(self):
        self.add_versions("v1.0.0")
        self.deploy("v1.0.0", expect="created", env={
            "GITHUB_API_URL": self.api.url.replace("127.0.0.1", "localhost")})
        self.assertEqual(["success"], self.last_states())


if __name__ == "__main__":
    unittest.main()
