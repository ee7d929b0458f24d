"""How many requests an operation makes, counted in the server's own access log."""
import unittest

from fixture import IntegrationTest


class Requests(IntegrationTest):
    place = "http"

    def count(self, operation, expect, **inputs):
        """Runs a step and returns what the server was asked."""
        before = len(self.server.requests())
        self.run_step(operation, expect, **inputs)
        return self.server.requests()[before:]

    def setUp(self):
        super().setUp()
        for patch, commit in enumerate(self.commits[:3]):
            self.project.add_tag(f"v1.0.{patch}", commit, f"v1.0.{patch}\n")

    def deploy_both(self):
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", expect="moved")

    def test_a_tag_with_an_explicit_version_makes_two(self):
        requests = self.count("tag", "created", version="v2.0.0", commit_sha=self.commits[0])
        self.assertEqual(2, len(requests), requests)

    def test_a_tag_that_is_there_makes_one(self):
        requests = self.count("tag", "already_there", version="v1.0.0", commit_sha=self.commits[0])
        self.assertEqual(1, len(requests), requests)

    def test_a_bump_makes_two(self):
        requests = self.count("tag", "created", bump="patch", commit_sha=self.commits[4])
        self.assertEqual(2, len(requests), requests)

    def test_a_first_deployment_makes_two(self):
        requests = self.count("deploy", "created", version="v1.0.0", environment="production")
        self.assertEqual(2, len(requests), requests)

    def test_a_deployment_makes_three(self):
        self.deploy("v1.0.0", expect="created")
        requests = self.count("deploy", "moved", version="v1.0.1", environment="production")
        self.assertEqual(3, len(requests), requests)

    def test_a_deployment_that_must_have_run_elsewhere_makes_three(self):
        self.deploy("v1.0.0", environment="staging", expect="created")
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", environment="staging", expect="moved")
        requests = self.count("deploy", "moved", version="v1.0.1", environment="production",
                              require_deployed_in="staging")
        self.assertEqual(3, len(requests), requests)

    def test_a_rollback_makes_three(self):
        self.deploy_both()
        requests = self.count("rollback", "moved", environment="production")
        self.assertEqual(3, len(requests), requests)

    def test_a_start_asks_once_more_whether_it_may_write_and_writes_nothing(self):
        self.deploy_both()
        for operation, inputs in (("deploy", {"version": "v1.0.2"}), ("rollback", {})):
            with self.subTest(operation):
                before = self.project.refs()
                requests = self.count(operation, "started", environment="production",
                                      phase="start", **inputs)
                self.assertLessEqual(len(requests), 3, requests)
                probe = [line for line in requests if "service=git-receive-pack" in line]
                self.assertEqual(1, len(probe), requests)
                self.assertEqual(before, self.project.refs())

    def test_a_finish_makes_three(self):
        self.deploy_both()
        state = self.run_step("deploy", "started", version="v1.0.2", environment="production",
                              phase="start").outputs["deployment_state"]
        requests = self.count("deploy", "moved", phase="finish", job_status="success",
                              environment="production",
                              deployment_state=state, env=self.same_run(state))
        self.assertLessEqual(len(requests), 3, requests)

    def test_a_finish_of_a_failure_makes_none(self):
        self.deploy_both()
        state = self.run_step("deploy", "started", version="v1.0.2", environment="production",
                              phase="start").outputs["deployment_state"]
        requests = self.count("deploy", "recorded", phase="finish", job_status="failure",
                              environment="production",
                              deployment_state=state, env=self.same_run(state))
        self.assertEqual([], requests)

    def test_hold_and_resume_make_three_each(self):
        self.deploy_both()
        for operation, inputs in (("hold", {"reason": "freeze"}), ("resume", {})):
            with self.subTest(operation):
                requests = self.count(operation, "recorded", environment="production", **inputs)
                self.assertEqual(3, len(requests), requests)

    def test_a_dry_run_writes_nothing_and_asks_no_more_than_it_reads(self):
        requests = self.count("tag", "created", version="v2.0.0", commit_sha=self.commits[0],
                              dry_run="true")
        self.assertEqual(1, len(requests), requests)

    def test_only_what_is_needed_is_listed(self):
        self.deploy_both()
        for number in range(200):
            self.project.add_tag(f"web/v1.0.{number}", self.commits[0])
        before = self.server.bytes_sent()
        self.run_step("tag", "created", version="v2.0.0", commit_sha=self.commits[0])
        self.assertLess(self.server.bytes_sent() - before, 4096)


if __name__ == "__main__":
    unittest.main()
