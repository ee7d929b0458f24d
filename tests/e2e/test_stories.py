"""One story after the other by workflow files under act: tags, deployments, rollbacks, freezes."""
from story import WORKFLOWS, StoryTest, git


class TaggingTest(StoryTest):
    def test_a_merge_is_tagged_once_however_often_the_workflow_runs(self):
        merged = self.commit({"README.md": "A better project\n"})
        first = self.run_workflow(WORKFLOWS / "tag-on-merge.yml")
        self.assert_passed(first)
        self.assertEqual({"v0.1.0": merged}, self.project.tags())
        self.assertEqual(f"notes of v0.1.0 at {merged}\n", first.step("notes").output)
        self.assertIn("v0.1.0", first.step("tag").summary)

        again = self.run_workflow(WORKFLOWS / "tag-on-merge.yml")
        self.assert_passed(again)
        self.assertEqual("already_there", again.step("tag").outputs["reason_code"])
        self.assertEqual(f"notes of v0.1.0 at {merged}\n", again.step("notes").output)
        self.assertEqual({"v0.1.0": merged}, self.project.tags())

    def test_a_checkout_of_one_commit_without_tags_is_enough(self):
        self.commit_versions("v1.4.0")
        merged = self.commit({"README.md": "A better project\n"})
        checkout = self.check_out()
        self.assertEqual("1", git("rev-list", "--count", "HEAD", cwd=checkout))
        self.assertEqual("", git("tag", cwd=checkout))
        ran = self.run_workflow(WORKFLOWS / "tag-on-merge.yml")
        self.assertEqual(f"notes of v1.5.0 at {merged}\n", ran.step("notes").output)
        self.assertEqual(merged, self.project.tags()["v1.5.0"])


class DeployingTest(StoryTest):
    """v1.0.0 and v1.1.0 can be deployed."""

    def setUp(self):
        super().setUp()
        self.commit_environment("production")
        self.commit_versions("v1.0.0", "v1.1.0")

    def deploy(self, workflow, version):
        return self.run_workflow(WORKFLOWS / workflow, "workflow_dispatch", {"version": version})

    def test_a_job_without_a_checkout_deploys(self):
        first = self.deploy("deploy-complete.yml", "v1.0.0")
        second = self.deploy("deploy-complete.yml", "v1.1.0")
        self.assert_passed(first)
        self.assert_passed(second)
        self.assertEqual("v1.1.0 runs instead of v1.0.0\n", second.step("later").output)
        self.assert_runs("production", "v1.1.0")
        self.assert_statuses(["success", "inactive"], ["success"])
        self.assertIn("v1.1.0", second.step("deploy").summary)

    def test_it_starts_in_one_step_and_finishes_in_another(self):
        ran = self.deploy("deploy-phases.yml", "v1.0.0")
        self.assert_passed(ran)
        self.assertEqual("deploying v1.0.0 with environments/production/secrets.enc\n",
                         ran.step("script").output)
        self.assertEqual("succeeded\n", ran.step("later").output)
        self.assert_runs("production", "v1.0.0")
        self.assert_statuses(["queued", "in_progress", "success"])
        for step in ("start", "finish"):
            self.assertIn("v1.0.0", ran.step(step).summary)

    def test_a_deployment_that_fails_between_the_steps_moves_nothing(self):
        self.commit({"deploy.sh": "exit 1\n"})
        ran = self.deploy("deploy-phases.yml", "v1.0.0")
        self.assertEqual(1, ran.status, str(ran))
        self.assertEqual("success", ran.step("finish").result)
        self.assertEqual("failed\n", ran.step("later").output)
        self.assert_nothing_runs("production")
        self.assert_statuses(["queued", "in_progress", "failure"])

    def test_it_starts_in_one_job_and_finishes_in_another_with_the_status_of_a_third(self):
        ran = self.deploy("deploy-jobs.yml", "v1.0.0")
        self.assert_passed(ran)
        self.assertEqual("deploying v1.0.0 with\n", ran.step("script").output)
        self.assertEqual("succeeded\n", ran.step("later").output)
        self.assert_runs("production", "v1.0.0")

        self.commit({"deploy.sh": "exit 1\n"})
        failed = self.deploy("deploy-jobs.yml", "v1.1.0")
        self.assertEqual(1, failed.status, str(failed))
        self.assertEqual("failed\n", failed.step("later").output)
        self.assert_runs("production", "v1.0.0")
        self.assert_statuses(["queued", "in_progress", "success"],
                             ["queued", "in_progress", "failure"])

    def test_a_rollback_by_hand_holds_the_environment_until_someone_resumes(self):
        for version in ("v1.0.0", "v1.1.0"):
            self.assert_passed(self.deploy("deploy-complete.yml", version))
        ran = self.run_workflow(WORKFLOWS / "rollback.yml", "workflow_dispatch",
                                inputs={"target_version": "auto", "reason": "errors doubled"})
        self.assert_passed(ran)
        self.assertEqual("deploying v1.0.0 with\n", ran.step("script").output)
        self.assert_runs("production", "v1.0.0")
        for step in ("rollback", "finish"):
            self.assertIn("v1.0.0", ran.step(step).summary)

        refused = self.deploy("deploy-complete.yml", "v1.1.0")
        self.assertEqual(1, refused.status, str(refused))
        self.assertEqual("held", refused.step("deploy").outputs["reason_code"])
        self.assertIn("errors doubled", refused.step("deploy").summary)
        self.freeze("resume", "v1.1.0 was not to blame")
        self.assert_passed(self.deploy("deploy-complete.yml", "v1.1.0"))
        self.assert_runs("production", "v1.1.0")
        self.assert_statuses(["success", "inactive"], ["success", "inactive"],
                             ["queued", "in_progress", "success", "inactive"], ["success"])

    def test_a_freeze_keeps_everything_from_being_deployed(self):
        self.assert_passed(self.deploy("deploy-complete.yml", "v1.0.0"))
        held = self.freeze("hold", "nobody is here until Monday")
        self.assertEqual("production is done\n", held.step("later").output)
        self.assertIn("nobody is here until Monday", held.step("freeze").summary)
        refused = self.deploy("deploy-phases.yml", "v1.1.0")
        self.assertEqual("held", refused.step("start").outputs["reason_code"])
        self.assertIn("nobody is here until Monday", refused.step("start").annotations("error")[0])
        self.assert_runs("production", "v1.0.0")
        self.freeze("resume", "Monday")
        self.assert_passed(self.deploy("deploy-phases.yml", "v1.1.0"))
        self.assert_runs("production", "v1.1.0")

    def freeze(self, operation, reason):
        ran = self.run_workflow(WORKFLOWS / "freeze.yml", "workflow_dispatch",
                                inputs={"operation": operation, "reason": reason})
        self.assert_passed(ran)
        self.assertIn("production", ran.step("freeze").summary)
        return ran


class MatrixTest(StoryTest):
    def test_regions_are_deployed_side_by_side(self):
        self.commit_environment("production", regions=("us-east", "eu-west"))
        self.commit_versions("v1.0.0")
        ran = self.run_workflow(WORKFLOWS / "deploy-regions.yml", "workflow_dispatch",
                                inputs={"version": "v1.0.0"})
        self.assert_passed(ran)
        for region in ("us-east", "eu-west"):
            self.assertEqual(f"deploying v1.0.0 with {region}-1\n",
                             ran.step("script", region=region).output)
            self.assertIn(region, ran.step("finish", region=region).summary)
        self.assert_runs("production", "v1.0.0")
        self.assertEqual({"us-east", "eu-west"},
                         {line["region"] for line in self.project.ledger("production")})
        self.assert_statuses(*[["queued", "in_progress", "success"]] * 2)

    def test_each_sub_project_of_a_monorepo_has_its_own_versions(self):
        self.commit_environment("staging")
        self.commit_versions("api/v1.4.0")
        merged = self.commit({"api/app": "better\n"})
        ran = self.run_workflow(WORKFLOWS / "monorepo.yml")
        self.assert_passed(ran)
        self.assertEqual("api/v1.4.1 is what api/staging says\n",
                         ran.step("later", sub_project="api").output)
        self.assertEqual("services/web/v1.0.0 is what services/web/staging says\n",
                         ran.step("later", sub_project="services/web").output)
        tags = self.project.tags()
        for tag in ("api/v1.4.1", "api/staging", "services/web/v1.0.0", "services/web/staging"):
            self.assertEqual(merged, tags[tag])
        self.assert_statuses(["success"], ["success"])
