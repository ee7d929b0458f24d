"""Versions as people and workflows spell them: full refs, the ref of the run, and `rc1`."""
import unittest

from fixture import IntegrationTest


class SpellingsLocal(IntegrationTest):
    place = "local"

    def test_a_version_may_be_the_whole_ref(self):
        self.run_step("tag", "created", version="refs/tags/v1.9.0", commit_sha=self.commits[0])
        self.run_step("tag", "created", version="refs/tags/api/v1.0.0", commit_sha=self.commits[0])
        self.assertEqual({"v1.9.0", "api/v1.0.0"}, set(self.project.tags()))
        self.run_step("tag", "created", version="v1.10.0", commit_sha=self.commits[1])
        self.deploy("refs/tags/v1.9.0", expect="created")
        self.deploy("refs/tags/v1.10.0", expect="moved")
        rolled = self.roll_back("moved", target_version="refs/tags/v1.9.0")
        self.assertEqual("v1.9.0", rolled.outputs["target_version"])
        self.run_step("hold", "recorded", environment="production", version="refs/tags/v1.10.0",
                      reason="it leaks")

    def test_no_sub_project_starts_with_refs(self):
        before = self.project.refs()
        result = self.run_step("tag", sub_project="refs/tags/api", version="v1.0.0",
                               commit_sha=self.commits[0])
        self.assert_refused("invalid_input", result)
        self.assertEqual(before, self.project.refs())

    def test_a_run_for_a_tag_deploys_that_tag(self):
        self.project.add_tag("v3.0.0", self.commits[0])
        self.project.add_tag("api/v1.0.0", self.commits[0])
        for event in ("release", "workflow_dispatch", "push"):
            with self.subTest(event):
                env = {"GITHUB_EVENT_NAME": event, "GITHUB_REF_TYPE": "tag",
                       "GITHUB_REF": "refs/tags/api/v1.0.0", "GITHUB_SHA": self.commits[0]}
                result = self.run_step("deploy", env=env, environment="staging")
                self.assertEqual("api/v1.0.0", result.outputs["full_version"], str(result))
                given = self.run_step("deploy", env=env, environment="staging", version="v1.0.0",
                                      dry_run="true")
                self.assertEqual("api/v1.0.0", given.outputs["full_version"], str(given))

    def test_a_pre_release_is_higher_than_all_of_its_version(self):
        self.project.add_tag("v0.13.0-rc1", self.commits[0])
        spelled = self.run_step("tag", "created", bump="prerelease", commit_sha=self.commits[1])
        self.assertEqual("v0.13.0-rc2", spelled.outputs["version"])
        again = self.run_step("tag", "already_there", bump="prerelease", commit_sha=self.commits[1])
        self.assertEqual("v0.13.0-rc2", again.outputs["version"])
        self.project.add_tag("v0.13.0-rc9", self.commits[2])
        before = self.project.refs()
        refused = self.run_step("tag", bump="prerelease", commit_sha=self.commits[3])
        self.assert_refused("conflict", refused)
        self.assertIn("v0.13.0-rc9", refused.errors[0])
        self.assertEqual(before, self.project.refs())


class SpellingsHttp(SpellingsLocal):
    place = "http"


if __name__ == "__main__":
    unittest.main()
