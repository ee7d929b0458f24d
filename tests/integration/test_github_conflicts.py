"""Deployments that are under way in other runs, as GitHub's records tell."""
import time
import unittest

from github_faults import refusal
from github_fixture import GithubTest


class GithubConflicts(GithubTest):
    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")

    def test_a_deployment_under_way_in_another_run_is_a_conflict(self):
        started = self.start(version="v1.0.0", env={"GITHUB_ACTOR": "hubot"})
        before = self.github.deployments[:]
        for operation, inputs in (("deploy", {"version": "v1.0.1"}), ("rollback", {})):
            with self.subTest(operation):
                if operation == "rollback":
                    self.project.add_tag("production", self.commits[1])
                refused = self.start(operation, None, **inputs)
                self.assert_refused("conflict", refused)
                for words in ("v1.0.0", "hubot", self.run_page(started.run),
                              self.run_page(refused.run)):
                    self.assertIn(words, refused.errors[0])
                    self.assertIn(words, refused.summary)
                self.assertEqual(before, self.github.deployments)

    def test_other_sub_projects_and_regions_are_no_conflict(self):
        self.add_versions("api/v1.0.0")
        for region in ("us-east", "eu-west"):
            self.configure("production", region)
        self.start(version="v1.0.0", region="us-east")
        self.start(version="v1.0.0", sub_project="api", region="us-east")
        self.start(version="v1.0.0", region="eu-west")
        self.assert_refused("conflict", self.deploy("v1.0.0"))
        self.assert_refused("conflict", self.deploy("v1.0.1", region="eu-west"))

    def test_a_deployment_whose_run_has_ended_is_passed_over_and_closed(self):
        left = [self.start(version="v1.0.0")]
        self.github.runs[left[0].run].status = "completed"
        left.append(self.start(version="v1.0.1"))
        del self.github.runs[left[1].run]
        started = self.start(version="v1.0.2")
        self.assertEqual(["error", "error", "in_progress"], self.last_states())
        self.assertIn(f"of run {left[1].run} is recorded as in progress, but its run has ended",
                      started.summary)
        self.finish(started, expect="created")
        self.assertEqual(["error", "error", "success"], self.last_states())

    def test_what_the_ledger_has_is_no_conflict_and_its_record_is_corrected(self):
        self.deploy("v1.0.0", expect="created")
        for version, next_run in (
                ("v1.0.1", lambda: self.roll_back("moved", hold="none")),
                ("v1.0.1", lambda: self.deploy("v1.0.2", expect="moved"))):
            left = self.start(version=version)
            self.api.fail(match="ChangeStatuses", with_=refusal(403, "Forbidden"))
            self.finish(left, expect="moved")
            self.assertEqual("in_progress", self.last_states()[-1])
            next_run()
            *before, last = self.last_states()
            self.assertEqual(({"inactive"}, "success"), (set(before), last))

    def test_an_override_overtakes_a_deployment_under_way(self):
        self.github.people["octocat"] = "admin"
        overtaken = self.start(version="v1.0.0")
        self.deploy("v1.0.1", expect="created", override="true", override_reason="outage")
        self.assert_refused("conflict", self.finish(overtaken))
        self.assertEqual(["failure", "success"], self.last_states())
        self.assertEqual(self.commits[1], self.project.tags()["production"])

    def test_what_no_run_started_is_under_way_for_six_hours(self):
        self.start(version="v1.0.0")
        left = self.github.deployments[-1]
        left.payload["shiptag"]["workflow_run_id"] = None
        for hours, code in ((5, "conflict"), (7, "started")):
            left.created_at = time.strftime("%Y-%m-%dT%H:%M:%SZ",
                                            time.gmtime(time.time() - hours * 3600))
            self.start(version="v1.0.1", expect=code)
        self.assertEqual(["error", "in_progress"], self.last_states())

    def test_deployments_that_others_made_are_no_conflict(self):
        for payload in ("", {}, {"shiptag": 1}, {"shiptag": {"schema": 99}}, "{", [1], None,
                        {"version": "v1.0.0", "environment": "production"}):
            self.github.add_deployment("production", states=["in_progress"], payload=payload)
        self.github.add_job_deployment("production", self.new_run())
        before = self.last_states()
        self.deploy("v1.0.0", expect="created")
        self.assertEqual([*before, "success"], self.last_states())

    def test_jobs_of_the_same_run_are_no_conflict(self):
        started = self.start(version="v1.0.0")
        self.deploy("v1.0.0", run=started.run, env={"GITHUB_JOB": "another"}, expect="created")
        self.assertEqual(["in_progress", "success"], self.last_states())


if __name__ == "__main__":
    unittest.main()
