#!/usr/bin/env python3
"""phase auto: a deployment begins in the action's step and ends in its post step, with the job."""
import pathlib
import unittest

from fixture import read_outputs
from github_faults import drop_request, lose_answer
from github_fixture import GithubTest


class Job:
    """One use of the action in a job: its step, and its post step at the job's end."""

    def __init__(self, test, operation, hands_on_state=True, **inputs):
        self.test, self.operation, self.hands_on_state = test, operation, hands_on_state
        self.inputs = {"phase": "auto", "environment": "production", **inputs}
        self.run = test.new_run()
        self.folder = pathlib.Path(test.runner.folder / f"file-commands-{self.run}")
        self.folder.mkdir()

    def _stage(self, name, status, env=None, **options):
        state = self.folder / name  # A file of its own for each stage, all in one folder.
        state.touch()
        inputs = {"job_status": f"this_job:{status}", **self.inputs}
        return self.test.run_step(self.operation, run=self.run, **inputs, **options,
                                  env={"GITHUB_STATE": str(state), **(env or {})})

    def step(self, status="success", **options):
        result = self._stage("save_state_step", status, **options)
        saved = read_outputs(self.folder / "save_state_step")
        self.state = {f"STATE_{name}": value for name, value in saved.items()}
        return result

    def post(self, status, **options):
        env = self.state if self.hands_on_state else {}
        return self._stage("save_state_post", status, env=env, arguments=["--post"], **options)


def said(result):
    """The log without the masking of the token, which nobody sees."""
    return "".join(line for line in result.stdout.splitlines(True)
                   if not line.startswith("::add-mask::"))


class AutoTest(GithubTest):
    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.1.0")

    def job(self, operation="deploy", **inputs):
        return Job(self, operation, **inputs)

    def states(self):
        return [deployment.states for deployment in self.github.deployments]

    def test_the_tag_moves_when_the_job_has_succeeded_and_not_before(self):
        for hands_on_state in (True, False):  # as GitHub's runner, and as nektos/act
            with self.subTest(hands_on_state=hands_on_state):
                version = "v1.0.0" if hands_on_state else "v1.1.0"
                job = self.job(version=version, hands_on_state=hands_on_state)
                started = job.step()
                self.assertEqual("started", started.reason_code, started)
                self.assertNotEqual(self.project.ledger("production")[:1]
                                    and self.project.ledger("production")[0]["version"], version)
                ended = job.post("success")
                self.assertEqual(0, ended.status, ended)
                self.assertEqual(version, self.project.ledger("production")[0]["version"])
                self.assertEqual(started.outputs["deployment_id"],
                                 self.project.ledger("production")[0]["deployment_id"])
        self.assertEqual([["queued", "in_progress", "success", "inactive"],
                          ["queued", "in_progress", "success"]], self.states())

    def test_a_job_that_failed_or_was_cancelled_moves_nothing(self):
        for status, last in (("failure", "failure"), ("cancelled", "error")):
            with self.subTest(status=status):
                job = self.job(version="v1.0.0")
                job.step()
                ended = job.post(status)
                self.assertEqual((0, "recorded"), (ended.status, ended.reason_code), ended)
                self.assertNotIn("production", self.project.tags())
                self.assertEqual(last, self.states()[-1][-1])

    def test_what_was_refused_in_the_step_leaves_nothing_for_the_end(self):
        job = self.job(version="v9.9.9")
        self.assertEqual("version_not_found", job.step().reason_code)
        before = len(self.api.requests)
        ended = job.post("success")  # continue-on-error: the job succeeds all the same
        self.assertEqual((0, ""), (ended.status, said(ended)), ended)
        self.assertEqual(before, len(self.api.requests))

    def test_inputs_that_became_unreadable_do_not_leave_a_deployment_in_silence(self):
        job = self.job(version="v1.0.0")
        job.step()
        job.inputs["timeout_seconds"] = "never"
        ended = job.post("success")
        self.assertEqual((2, "invalid_input"), (ended.status, ended.reason_code), ended)
        self.assertIn("ending this step's deployment", ended.summary)
        job.state = {}  # The step could not read them either, and said so.
        ended = job.post("failure")
        self.assertEqual((0, ""), (ended.status, said(ended)), ended)

    def test_other_phases_and_operations_have_no_second_half(self):
        for operation, inputs in (("deploy", {"phase": "start", "version": "v1.0.0"}),
                                  ("deploy", {"version": "v1.0.0", "dry_run": "true"}),
                                  ("hold", {"reason": "freeze"}), ("tag", {"bump": "patch"})):
            with self.subTest(operation=operation, **inputs):
                job = self.job(operation, **inputs)
                job.state = {}
                ended = job.post("success")
                self.assertEqual((0, "", ""), (ended.status, said(ended), ended.summary), ended)
        self.assertEqual([], self.api.requests)

    def test_a_rollback_ends_with_its_job_too(self):
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.1.0", expect="moved")
        job = self.job("rollback")
        self.assertEqual("started", job.step().reason_code)
        self.assertEqual("moved", job.post("success").reason_code)
        self.assertEqual(self.commits[0], self.project.tags()["production"])

    def test_in_a_job_that_has_failed_already_it_is_recorded_at_once(self):
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.1.0", expect="moved")
        job = self.job("rollback")
        rolled_back = job.step("failure")
        self.assertEqual("moved", rolled_back.reason_code, rolled_back)
        self.assertIn("has already failed", rolled_back.stdout)
        self.assertEqual("", said(job.post("failure")))

    def test_where_no_state_is_left_the_deployment_is_worked_out_again(self):
        job = self.job(version="v1.0.0", hands_on_state=False)
        started = job.step()
        for path in job.folder.glob("shiptag-*"):
            path.unlink()
        ended = job.post("success")
        self.assertEqual((0, "created"), (ended.status, ended.reason_code), ended)
        self.assertEqual(started.outputs["deployment_id"], ended.outputs["deployment_id"])
        self.assertEqual([["queued", "in_progress", "success"]], self.states())

    def test_a_step_killed_before_it_left_anything_is_ended_as_its_job(self):
        for status, last in (("cancelled", "error"), ("failure", "failure")):
            with self.subTest(status=status):
                job = self.job(version="v1.0.0", hands_on_state=False)
                job.step()
                for path in job.folder.glob("shiptag-*"):
                    path.unlink()
                ended = job.post(status)
                self.assertEqual((0, "recorded"), (ended.status, ended.reason_code), ended)
                self.assertEqual(last, self.states()[-1][-1])
                self.assertNotIn("production", self.project.tags())

    def test_a_step_cut_off_as_it_made_the_record_is_ended_as_its_job(self):
        for status, last in (("success", "error"), ("failure", "failure")):  # continue-on-error
            with self.subTest(status=status):
                job = self.job(version="v1.0.0", timeout_seconds="3")
                self.api.fail(match="POST */deployments", with_=lose_answer())
                unseen = self.api.fail(match="EnvironmentRecords", nth=2, times=None,
                                       with_=drop_request())
                self.assertEqual("unavailable", job.step().reason_code)
                unseen.times = 0
                ended = job.post(status)
                self.assertEqual((0, "recorded"), (ended.status, ended.reason_code), ended)
                self.assertEqual(last, self.states()[-1][-1])
                self.assertNotIn("production", self.project.tags())

    def test_a_post_step_without_the_jobs_status_says_what_to_write(self):
        job = self.job(version="v1.0.0", job_status="")
        job.step()
        ended = job.post("success")
        self.assertEqual((2, "invalid_input"), (ended.status, ended.reason_code), ended)
        self.assertIn("job_status: ${{ job.status }}", ended.stdout)

    def test_a_finish_in_another_job_must_be_told_how_that_one_ended(self):
        started = self.deploy("v1.0.0", phase="start")
        state = started.outputs["deployment_state"]
        inputs = {"phase": "finish", "deployment_state": state, "run": started.run}
        refused = self.run_step("deploy", "invalid_input", job_status="this_job:success",
                                env={"GITHUB_JOB": "another"}, **inputs)
        self.assertIn("started in another job, 'deploy'", refused.stdout)
        self.run_step("deploy", "created", job_status="success", env={"GITHUB_JOB": "another"},
                      **inputs)

    def test_a_finish_in_the_same_job_takes_the_jobs_own_status(self):
        started = self.deploy("v1.0.0", phase="start")
        self.run_step("deploy", "created", phase="finish", run=started.run,
                      deployment_state=started.outputs["deployment_state"],
                      job_status="this_job:success")


if __name__ == "__main__":
    unittest.main()
