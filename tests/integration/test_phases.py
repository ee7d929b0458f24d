"""Deployments in two steps, runs again, regions, and dry runs, at every place."""
import unittest

from fixture import IntegrationTest

RUN = {"GITHUB_RUN_ID": "77", "GITHUB_JOB": "release"}


class PhasesLocal(IntegrationTest):
    place = "local"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")

    def start(self, operation="deploy", **inputs):
        result = self.run_step(operation, "started", environment="production", phase="start",
                               **inputs)
        return result.outputs["deployment_state"]

    def finish(self, state, job_status="success", operation="deploy", **options):
        return self.run_step(operation, environment="production", phase="finish",
                             job_status=job_status, deployment_state=state,
                             env=self.same_run(state) if state else None, **options)

    def test_a_success_moves_the_tag_and_a_failure_does_not(self):
        self.deploy("v1.0.0", expect="created")
        before = self.project.refs()
        for job_status, status in (("failure", "failed"), ("cancelled", "cancelled"),
                                   ("skipped", "cancelled")):
            with self.subTest(job_status):
                result = self.finish(self.start(version="v1.0.1"), job_status)
                self.assertEqual((0, "done", "recorded", status),
                                 (result.status, result.decision, result.reason_code,
                                  result.outputs["status"]), str(result))
                self.assertEqual(before, self.project.refs())
        state = self.start(version="v1.0.1")
        self.assertEqual(before, self.project.refs())
        result = self.finish(state)
        self.assertEqual(("moved", "succeeded"), (result.reason_code, result.outputs["status"]))
        self.assertEqual(self.commits[1], self.project.tags()["production"])

    def test_a_finish_needs_the_state_and_the_status(self):
        state = self.start(version="v1.0.0")
        self.assert_refused("invalid_input", self.finish("", "success"))
        self.assert_refused("invalid_input", self.finish(state, ""))
        self.assert_refused("invalid_input", self.finish(state, "great"))
        self.assert_refused("invalid_input", self.finish(state, operation="rollback"))

    def test_a_finish_in_another_run_is_refused(self):
        before = self.project.refs()
        state = self.start(version="v1.0.0")
        result = self.run_step("deploy", environment="production", phase="finish",
                               job_status="success", deployment_state=state)
        self.assert_refused("invalid_input", result)
        self.assertIn("run_id", result.errors[0])
        self.assertEqual(before, self.project.refs())

    def test_a_finish_after_somebody_elses_deployment_is_a_conflict(self):
        self.deploy("v1.0.0", expect="created")
        state = self.start(version="v1.0.1")
        self.deploy("v1.0.2", expect="moved", env={"GITHUB_ACTOR": "hubot"})
        result = self.finish(state)
        self.assert_refused("conflict", result)
        self.assertIn("hubot", result.errors[0])
        self.assertIn("v1.0.2", result.errors[0])
        self.assertEqual(2, len(self.project.ledger("production")))

    def test_a_finish_after_a_hold_records_what_is_deployed(self):
        self.deploy("v1.0.0", expect="created")
        state = self.start(version="v1.0.1")
        self.run_step("hold", "recorded", environment="production", reason="freeze")
        self.assertEqual("moved", self.finish(state).reason_code)
        self.assertEqual(["freeze"], [hold["reason"] for hold in
                                      self.project.ledger("production")[0]["holds"]])

    def test_a_rollback_in_two_steps_holds_when_it_is_finished(self):
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", expect="moved")
        state = self.start("rollback", reason="slow")
        self.assertEqual([], self.project.ledger("production")[0]["holds"])
        self.assertEqual("moved", self.finish(state, operation="rollback").reason_code)
        self.assertEqual(1, len(self.project.ledger("production")[0]["holds"]))

    def test_a_run_again_is_unchanged_with_the_outputs_of_then(self):
        self.deploy("v1.0.0", expect="created")
        first = self.deploy("v1.0.1", expect="moved", env=RUN)
        again = self.deploy("v1.0.1", expect="already_there",
                            env={**RUN, "GITHUB_RUN_ATTEMPT": "2"})
        for name in ("version", "commit_sha", "deployment_id", "previous_version", "environment"):
            self.assertEqual(first.outputs[name], again.outputs[name], name)
        back = self.roll_back("moved", env=RUN)
        again = self.roll_back("already_there", env={**RUN, "GITHUB_RUN_ATTEMPT": "2"})
        for name in ("target_version", "commit_sha", "deployment_id", "previous_version"):
            self.assertEqual(back.outputs[name], again.outputs[name], name)
        self.assertEqual(3, len(self.project.ledger("production")))

    def test_an_old_run_again_is_superseded_or_stale(self):
        self.deploy("v1.0.0", expect="created", env=RUN)
        self.deploy("v1.0.1", expect="moved")
        self.roll_back("moved", env=RUN)
        self.deploy("v1.0.2", expect="moved", release_hold="true")
        before = self.project.refs()
        self.assert_refused("superseded", self.roll_back(env=RUN))
        self.assert_refused("stale", self.deploy("v1.0.0", env=RUN))
        self.assertEqual(before, self.project.refs())

    def test_the_tag_stays_while_the_regions_differ(self):
        for region in ("us-east", "eu-west"):
            self.configure("production", region)
        self.deploy("v1.0.0", region="us-east", expect="created")
        self.deploy("v1.0.0", region="eu-west", expect="recorded")
        ahead = self.deploy("v1.0.1", region="us-east", expect="recorded")
        self.assertEqual(self.commits[0], self.project.tags()["production"])
        self.assertEqual("v1.0.0", ahead.outputs["previous_version"])
        self.deploy("v1.0.1", region="eu-west", expect="moved")
        self.assertEqual(self.commits[1], self.project.tags()["production"])
        back = self.roll_back("recorded", region="eu-west")
        self.assertEqual("v1.0.0", back.outputs["target_version"])
        self.assertEqual([("eu-west", "v1.0.0"), ("eu-west", "v1.0.1"), ("us-east", "v1.0.1"),
                          ("eu-west", "v1.0.0"), ("us-east", "v1.0.0")],
                         [(line["region"], line["version"])
                          for line in self.project.ledger("production")])

    def test_a_dry_run_tells_what_it_would_do_and_writes_nothing(self):
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", expect="moved")
        before = self.project.refs()
        here = {"environment": "production"}
        rows = [("tag", {"version": "v9.0.0", "commit_sha": self.commits[0]}, "created"),
                ("tag", {"tag_type": "state", "state": "stable", "version": "v1.0.0"}, "created"),
                ("tag", {"tag_type": "environment", "environment": "staging",
                         "commit_sha": self.commits[0]}, "created"),
                ("deploy", {"version": "v1.0.2", **here}, "moved"),
                ("deploy", {"version": "v1.0.2", "environment": "staging"}, "created"),
                ("deploy", {"version": "v1.0.2", "phase": "start", **here}, "started"),
                ("rollback", here, "moved"),
                ("hold", {"reason": "freeze", **here}, "recorded")]
        for operation, inputs, code in rows:
            with self.subTest(f"{operation} {inputs}"):
                result = self.run_step(operation, dry_run="true", **inputs)
                self.assertEqual((0, "planned", code),
                                 (result.status, result.decision, result.reason_code), str(result))
                self.assertEqual(before, self.project.refs())
        self.assert_refused("immutable", self.run_step(
            "tag", dry_run="true", version="v1.0.0", commit_sha=self.commits[3]))
        self.assert_refused("stale", self.deploy("v1.0.0", dry_run="true"))

    def test_a_deployment_that_moves_no_tag_is_no_history(self):
        before = self.project.refs()
        result = self.deploy("v1.0.0", move_env_tag="false")
        self.assertEqual((0, "done"), (result.status, result.decision), str(result))
        self.assertEqual(before, self.project.refs())


class PhasesHttp(PhasesLocal):
    place = "http"


class PhasesHttpV0(PhasesLocal):
    place = "http_v0"


if __name__ == "__main__":
    unittest.main()
