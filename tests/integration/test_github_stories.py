"""Versions on their way to production and back, and what GitHub's records say of it."""
import unittest

from github_fixture import GithubTest

RECORDS = "EnvironmentRecords"


class GithubStories(GithubTest):
    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")

    def states(self):
        """What each deployment went through, oldest first."""
        return [each.states for each in self.github.deployments]

    def assert_warned(self, words, result):
        self.assertTrue(any(line.startswith("::warning") and words in line
                            for line in result.stdout.splitlines()), str(result))

    def test_a_success_goes_through_every_status(self):
        started = self.start(version="v1.0.0", environment_url="https://example.com/live")
        self.assertEqual([["queued", "in_progress"]], self.states())
        self.assertNotIn("production", self.project.tags())
        finished = self.finish(started, expect="created")
        self.assertEqual([["queued", "in_progress", "success"]], self.states())
        self.assertEqual(self.commits[0], self.project.tags()["production"])
        deployment = self.github.deployments[0]
        self.assertEqual(("production", self.commits[0], "deploy", True, False),
                         (deployment.environment, deployment.sha, deployment.task,
                          deployment.production_environment, deployment.transient_environment))
        for status in deployment.statuses:
            self.assertEqual(("https://example.com/live", self.run_page(started.run), False),
                             (status.environment_url, status.log_url, status.auto_inactive))
            self.assertIn(finished.outputs["deployment_id"], status.description)

    def test_the_payload_is_what_the_ledger_will_say(self):
        self.configure("production", "eu-west")
        self.project.add_tag("api/v1.0.0", self.commits[0])
        self.deploy("v1.0.0", region="eu-west", sub_project="api", expect="created")
        payload = self.github.deployments[0].payload["shiptag"]
        line = self.project.ledger("api/production")[0]
        self.assertEqual(("api/v1.0.0", "eu-west", self.commits[0]),
                         tuple(payload[name] for name in ("version", "region", "commit_sha")))
        self.assertEqual(line, {**payload, "completed_at": line["completed_at"]})

    def test_a_failure_and_a_cancellation_end_the_record_and_move_nothing(self):
        before = self.project.refs()
        rows = [("failure", "failed", "failure"), ("cancelled", "cancelled", "error"),
                ("skipped", "cancelled", "error")]
        for job_status, status, state in rows:
            with self.subTest(job_status):
                finished = self.finish(self.start(version="v1.0.0"), job_status, "recorded")
                self.assertEqual(status, finished.outputs["status"])
                deployment = self.github.deployments[-1]
                self.assertEqual(["queued", "in_progress", state], deployment.states)
                self.assertIn(status.capitalize(), deployment.statuses[-1].description)
                self.assertEqual(before, self.project.refs())

    def test_a_rollback_is_a_deployment_of_its_own_and_replaces_what_it_withdraws(self):
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        started = self.start("rollback", reason="p99 latency doubled")
        self.assertEqual(["inactive", "success", "in_progress"], self.last_states())
        self.finish(started, expect="moved")
        self.assertEqual(["inactive", "inactive", "success"], self.last_states())
        rollback = self.github.deployments[-1]
        self.assertEqual(self.commits[0], rollback.sha)
        line = rollback.payload["shiptag"]
        self.assertEqual(("rollback", "v1.0.0", "p99 latency doubled", 1),
                         (line["operation"], line["version"], line["reason"], len(line["holds"])))
        self.assertIn("Rollback to v1.0.0", rollback.description)

    def test_what_others_run_stays_active(self):
        self.add_versions("api/v1.0.0", "api/v1.0.1")
        foreign = self.github.add_deployment("production", states=["success"])
        self.deploy("v1.0.0")
        self.deploy("v1.0.0", "staging")
        self.deploy("v1.0.0", sub_project="api")
        self.deploy("v1.0.1", sub_project="api")
        self.assertEqual(["success", "success", "success", "inactive", "success"],
                         self.last_states())
        self.assertEqual(["success"], foreign.states)
        replacing = self.github.deployments[-1].payload["shiptag"]["deployment_id"]
        self.assertIn(replacing, self.github.deployments[3].statuses[-1].description)

    def test_regions_of_a_matrix_have_a_deployment_each(self):
        for region in ("us-east", "eu-west"):
            self.configure("production", region)
        for version in ("v1.0.0", "v1.0.1"):
            run = self.new_run()
            started = [self.start(version=version, region=region, run=run)
                       for region in ("us-east", "eu-west")]
            for each in started:
                self.finish(each)
        self.assertEqual(["inactive", "inactive", "success", "success"], self.last_states())
        self.assertEqual(self.commits[1], self.project.tags()["production"])
        self.deploy("v1.0.2", region="us-east", expect="recorded")
        self.assertEqual(["inactive", "success", "success"], self.last_states()[2:])

    def test_a_deployment_of_the_whole_environment_replaces_those_of_its_regions(self):
        for region in ("us-east", "eu-west"):
            self.configure("production", region)
            self.deploy("v1.0.0", region=region)
        self.deploy("v1.0.1", expect="moved")
        self.assertEqual(["inactive", "inactive", "success"], self.last_states())

    def test_the_deployment_of_a_job_with_an_environment_is_used(self):
        run = self.new_run()
        made = self.github.add_job_deployment("production", run)
        other = self.github.add_job_deployment("production", self.new_run())
        started = self.start(version="v1.0.0", run=run)
        self.assertEqual([made, other], self.github.deployments)
        self.finish(started, expect="created")
        self.assertEqual([made, other], self.github.deployments)
        self.assertEqual(("success", "in_progress"), (made.states[-1], other.states[-1]))

    def test_a_job_that_runs_again_has_a_deployment_again(self):
        run = self.new_run()
        for attempt, code in ((1, "created"), (2, "already_there")):
            self.github.add_job_deployment("production", run, job=attempt)
            self.deploy("v1.0.0", run=run, expect=code, env={"GITHUB_RUN_ATTEMPT": str(attempt)})
        self.assertEqual(["success", "success"], self.last_states())

    def test_which_of_several_jobs_it_is_cannot_be_told(self):
        run = self.new_run()
        for job in (1, 2):
            self.github.add_job_deployment("production", run, job=job)
        self.deploy("v1.0.0", run=run, expect="created")
        self.assertEqual(["in_progress", "in_progress", "success"], self.last_states())

    def test_github_environment_is_where_the_records_are(self):
        inputs = {"github_environment": "Production (EU)"}
        started = self.start(version="v1.0.0", **inputs)
        self.assert_refused("conflict", self.deploy("v1.0.1", **inputs))
        self.finish(started, expect="created")
        self.deploy("v1.0.1", expect="moved", **inputs)
        self.assertEqual([("Production (EU)", "inactive"), ("Production (EU)", "success")],
                         [(each.environment, each.states[-1]) for each in self.github.deployments])
        self.assertEqual(self.commits[1], self.project.tags()["production"])

    def test_a_run_again_goes_on_with_the_deployment_it_left(self):
        first = self.start(version="v1.0.0")
        again = self.start(version="v1.0.0", run=first.run, env={"GITHUB_RUN_ATTEMPT": "2"})
        self.assertEqual(first.outputs["deployment_id"], again.outputs["deployment_id"])
        self.finish(again, expect="created")
        self.assertEqual(["success"], self.last_states())
        done = self.deploy("v1.0.0", run=first.run, expect="already_there")
        self.assertEqual(first.outputs["deployment_id"], done.outputs["deployment_id"])
        self.assertEqual(1, len(self.github.deployments))

    def test_what_is_not_to_be_recorded_is_not(self):
        rows = [({"github_deployment": "off"}, "created", []),
                ({"move_env_tag": "false"}, "recorded", [RECORDS])]
        for inputs, code, expected in rows:
            for phases in (self.deploy_in_one_phase, self.deploy_in_two_phases):
                with self.subTest(f"{inputs} {phases.__name__}"):
                    if "production" in self.project.tags():
                        self.project.git("tag", "-d", "production")
                    _, requests = self.requests_of(lambda: phases(code, **inputs))
                    asked = [name for name in requests if "concurrency_groups" not in name]
                    self.assertEqual(expected, asked)
                    self.assertEqual([], self.github.deployments)

    def deploy_in_one_phase(self, code, **inputs):
        self.deploy("v1.0.0", expect=code, **inputs)

    def deploy_in_two_phases(self, code, **inputs):
        self.finish(self.start(version="v1.0.0", **inputs), expect=code, **inputs)

    def test_a_dry_run_writes_nothing_anywhere(self):
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        left = self.start(version="v1.0.2")
        self.github.runs[left.run].status = "completed"
        refs, states = self.project.refs(), self.states()
        for operation, inputs in (("deploy", {"version": "v1.0.2"}), ("rollback", {}),
                                  ("deploy", {"version": "v1.0.2", "phase": "start"}),
                                  ("rollback", {"phase": "start"})):
            with self.subTest(f"{operation} {inputs}"):
                planned = self.run_step(operation, environment="production", dry_run="true",
                                        dispatch_workflow="smoke.yml", **inputs)
                self.assertEqual("planned", planned.decision, str(planned))
                self.assertEqual((refs, states, []),
                                 (self.project.refs(), self.states(), self.github.dispatches))

    def test_a_tag_of_an_environment_asks_but_makes_no_deployment(self):
        self.configure("production", requires_approval=True)
        under_way = self.start(version="v1.0.0", approval="off")
        inputs = {"tag_type": "environment", "environment": "production", "version": "v1.0.1"}
        self.assert_refused("conflict", self.run_step("tag", **inputs))
        self.finish(under_way, "failure")
        self.assert_refused("approval_required", self.run_step("tag", **inputs))
        run = self.new_run()
        self.github.approve(run, "production")
        self.run_step("tag", "created", run=run, **inputs)
        self.assertEqual(1, len(self.github.deployments))

    def test_a_workflow_is_started_after_a_move(self):
        self.github.workflows["smoke.yml"] = ["version", "environment", "region", "sub_project"]
        self.add_versions("api/v1.0.0", "api/v1.0.1")
        smoke = {"dispatch_workflow": "smoke.yml", "sub_project": "api"}
        self.configure("production", "eu-west")
        there = {"region": "eu-west", "environment": "production"}
        deployed = {"version": "v1.0.0", "sub_project": "api", **there}
        steps = [
            ("api/v1.0.2", {"version": "v1.0.2", "sub_project": "api"}, lambda: self.run_step(
                "tag", "created", version="v1.0.2", commit_sha=self.commits[2], **smoke)),
            ("api/production", deployed, lambda: self.finish(self.start(
                version="v1.0.0", region="eu-west", **smoke), expect="created", **smoke)),
            ("api/production", {**deployed, "version": "v1.0.1"}, lambda: self.run_step(
                "deploy", "moved", version="v1.0.1", **there, **smoke)),
            ("api/production", deployed, lambda: self.run_step(
                "rollback", "moved", **there, **smoke))]
        for ref, inputs, step in steps:
            with self.subTest(f"{ref} {inputs}"):
                result = step()
                self.assertEqual(("smoke.yml", f"refs/tags/{ref}", inputs), tuple(
                    self.github.dispatches[-1][name] for name in ("workflow", "ref", "inputs")))
                page = self.run_page(self.github.dispatches[-1]["run"].number)
                self.assertEqual(page, result.outputs["dispatched_run"])
                self.assertIn(page, result.summary)
        self.assertEqual(4, len(self.github.dispatches))

    def test_a_workflow_whose_run_is_not_told_is_linked_itself(self):
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        self.api.tells_dispatched_runs = False
        result = self.deploy("v1.0.0", dispatch_workflow="smoke.yml", expect="created")
        self.assertEqual(1, len(self.github.dispatches))
        page = self.run_page(0).removesuffix("runs/0") + "workflows/smoke.yml"
        self.assertEqual(page, result.outputs["dispatched_run"])

    def test_a_workflow_that_cannot_be_started_is_a_warning(self):
        self.github.workflows["narrow.yml"] = ["version"]
        rows = [("missing.yml", "v1.0.0", "missing.yml was not started"),
                ("narrow.yml", "v1.0.1", "Unexpected inputs provided")]
        for workflow, version, words in rows:
            with self.subTest(workflow):
                result = self.deploy(version, dispatch_workflow=workflow)
                self.assertEqual((0, "done"), (result.status, result.decision), str(result))
                self.assert_warned(words, result)

    def test_nothing_is_started_where_nothing_moved(self):
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        run = self.new_run()
        smoke = {"dispatch_workflow": "smoke.yml"}
        self.deploy("v1.0.0", run=run, expect="created")
        again = [self.deploy("v1.0.0", run=run, expect="already_there", **smoke),
                 self.run_step("tag", "already_there", version="v1.0.0",
                               commit_sha=self.commits[0], **smoke)]
        started = self.start(version="v1.0.1")
        self.finish(started, "failure", "recorded", **smoke)
        self.finish(started, expect="moved")
        again.append(self.finish(started, expect="already_there", **smoke))
        self.assertEqual([], self.github.dispatches)
        for result in again:
            self.assertIn("start it by hand", result.summary)


class OnEnterpriseServer(GithubTest):
    rest_path, graphql_path = "/api/v3", "/api/graphql"

    def test_the_api_is_where_the_runner_says(self):
        self.add_versions("v1.0.0", "v1.0.1")
        self.github.workflows["smoke.yml"] = ["version", "environment"]
        self.github.add_to_group("deploy-production", self.new_run())
        self.finish(self.start(version="v1.0.0"), expect="created", dispatch_workflow="smoke.yml")
        self.deploy("v1.0.1", expect="moved")
        self.assertEqual(["inactive", "success"], self.last_states())
        self.assertEqual(1, len(self.github.dispatches))


if __name__ == "__main__":
    unittest.main()
