"""`phase: auto`: what a job that deploys comes to with its end, by workflow files under act."""
from story import WORKFLOWS, StoryTest


class AutoTest(StoryTest):
    """v1.0.0 runs, and v1.1.0 is deployed by one step in front of the script that deploys."""

    def setUp(self):
        super().setUp()
        self.commit_environment("production")
        self.commit_versions("v1.0.0", "v1.1.0")
        self.assert_passed(self.deploy("deploy-complete.yml", "v1.0.0"))
        self.github.deployments.clear()

    def deploy(self, workflow, version):
        return self.run_workflow(WORKFLOWS / workflow, "workflow_dispatch", {"version": version})

    def test_the_tag_moves_when_the_job_has_succeeded(self):
        ran = self.deploy("deploy-auto.yml", "v1.1.0")
        self.assert_passed(ran)
        self.assertEqual("started", ran.step("deploy").outputs["reason_code"])
        self.assertEqual("deploying v1.1.0 with environments/production/secrets.enc\n",
                         ran.step("script").output)
        self.assertIn("v1.1.0 deployed to production", ran.step("deploy", "Post").summary)
        self.assert_runs("production", "v1.1.0")
        self.assert_statuses(["queued", "in_progress", "success"])

    def test_the_tag_stays_when_a_later_step_fails(self):
        self.commit({"deploy.sh": "exit 1\n"})
        ran = self.deploy("deploy-auto.yml", "v1.1.0")
        self.assertEqual(1, ran.status, str(ran))
        post = ran.step("deploy", "Post")
        self.assertEqual("success", post.result)
        self.assertIn("failed", post.summary)
        self.assert_runs("production", "v1.0.0")
        self.assert_statuses(["queued", "in_progress", "failure"])

    def test_the_tag_stays_when_the_run_is_cancelled_while_the_script_deploys(self):
        self.commit({"deploy.sh": "echo deploying for a minute\nsleep 60\n"})
        started = self.start_workflow(WORKFLOWS / "deploy-auto.yml", "workflow_dispatch",
                                      {"version": "v1.1.0"})
        self.wait_for(lambda: "deploying for a minute" in started.log())
        started.cancel()
        ran = self.finish_workflow(started)
        self.assertIn("cancelled", ran.step("deploy", "Post").summary)
        self.assert_runs("production", "v1.0.0")
        self.assert_statuses(["queued", "in_progress", "error"])

    def test_a_job_that_is_refused_does_nothing_at_its_end(self):
        ran = self.deploy("deploy-auto.yml", "v9.9.9")
        self.assertEqual(1, ran.status, str(ran))
        self.assertEqual("version_not_found", ran.step("deploy").outputs["reason_code"])
        post = ran.step("deploy", "Post")
        self.assertEqual("success", post.result)
        self.assertEqual("", post.summary)
        self.assert_statuses()
