"""A job that is cancelled, by the signals that the runner sends; act sends a container none."""
import dataclasses
import signal
import subprocess
import unittest

import github_faults
from fixture import read_outputs

from containers import StepContainers
from story import StoryTest, keep_summary, run_numbers

# What the runner sends, and for how many seconds it then waits.
PATIENCE = ((signal.SIGINT, 7.5), (signal.SIGTERM, 2.5))
DEPLOY = {"operation": "deploy", "environment": "production", "version": "v1.0.0"}


class CancelledTest(StoryTest):
    """`phase: auto` in containers: the step, and the post step of a cancelled job."""

    def setUp(self):
        super().setUp()
        self.project.add_tag("v1.0.0", "main")
        self.before = self.project.tags()
        self.containers = 0

    def job(self):
        """A job of a new run."""
        self.containers += 1
        run = self.github.add_run(next(run_numbers)).number
        return StepContainers(self.root / f"job-{self.containers}", {
            "GITHUB_SERVER_URL": self.server.url, "GITHUB_API_URL": self.api.url,
            "GITHUB_GRAPHQL_URL": self.api.graphql_url, "GITHUB_REPOSITORY": "org/project",
            "GITHUB_SHA": self.before["v1.0.0"], "GITHUB_RUN_ID": str(run)})

    def test_a_deployment_whose_job_is_cancelled_ends_cancelled(self):
        job = self.job()
        process, files = job.start(DEPLOY)
        log, _ = process.communicate(timeout=60)
        self.assertEqual(0, process.returncode, log)
        self.assert_statuses(["queued", "in_progress"])

        post = self.post_step(job, files)
        self.assertEqual("cancelled", post.outputs["status"])
        self.assertIn("v1.0.0", post.summary)
        self.assert_statuses(["queued", "in_progress", "error"])
        self.assertEqual(self.before, self.project.tags())

    def test_a_step_that_is_cancelled_before_a_request_arrives_leaves_nothing_under_way(self):
        self.cancel_at_every_request(github_faults.hang())

    def test_a_step_that_is_cancelled_before_an_answer_arrives_leaves_nothing_under_way(self):
        self.cancel_at_every_request(dataclasses.replace(github_faults.hang(), takes_effect=True))

    def cancel_at_every_request(self, fault):
        """Cancels one job for each request of a step, which meets the fault there."""
        requests = self.requests_of_a_step(self.job())
        self.assertGreaterEqual(len(requests), 3)
        for number, request in enumerate(requests, 1):
            with self.subTest(request):
                self.cancel_at(number, fault)

    def requests_of_a_step(self, job):
        """What an undisturbed step asks of the API, in order; its deployment is ended."""
        process, files = job.start(DEPLOY)
        process.communicate(timeout=60)
        requests = list(self.api.requests)
        self.post_step(job, files)
        return requests

    def cancel_at(self, number, fault):
        """Cancels a job whose step meets the fault at its request of that number."""
        self.github.deployments.clear()
        job = self.job()
        hanging = self.api.fail(with_=fault, nth=number)
        process, files = job.start(DEPLOY)
        self.wait_for(lambda: hanging.taken or process.poll() is not None)
        self.assertEqual(1, hanging.taken)
        log = self.cancel(process)
        self.assertNotEqual(0, process.returncode, log)
        self.assert_no_container(job.name)

        self.post_step(job, files)
        self.assertEqual([], [each.states for each in self.github.deployments
                              if each.states[-1:] != ["error"]])
        self.assertEqual(self.before, self.project.tags())

    def cancel(self, client):
        """Does what the runner does, and sees that the container ends by the first signal."""
        for sent, seconds in PATIENCE:
            client.send_signal(sent)
            try:
                log, _ = client.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                continue
            self.assertEqual(signal.SIGINT, sent, log)
            return log
        client.kill()
        return self.fail("the container outlives the runner's patience")

    def post_step(self, job, files):
        """Runs the post step of a cancelled job with the state that `files` hand over."""
        state = {f"STATE_{name}": value for name, value in read_outputs(files["STATE"]).items()}
        job.context |= state
        post = job.step({**DEPLOY, "job_status": "this_job:cancelled"},
                        entrypoint="/post-entrypoint.sh")
        self.assertEqual(0, post.status, post.log)
        self.assert_no_container(job.name)
        self.runs += 1
        keep_summary(f"{self.id().rsplit('.test_', 1)[-1]}-{self.runs}-Post", post.summary)
        return post

    def assert_no_container(self, name):
        listed = subprocess.run(["docker", "ps", "--all", "--quiet", "--filter", f"name={name}"],
                                check=True, capture_output=True, text=True, timeout=60)
        self.assertEqual("", listed.stdout)
