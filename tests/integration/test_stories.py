"""Versions on their way to production and back, at every place that a project can be."""
import unittest

from fixture import IntegrationTest


class StoriesLocal(IntegrationTest):
    place = "local"

    def rejected(self, result):
        return {each["full_version"]: each["reason"]
                for each in result.result["rollback_target"]["rejected_versions"]}

    def test_tags_are_annotated_and_name_who_made_them(self):
        result = self.tag("v1.0.0", self.commits[0])
        self.assertEqual(("v1.0.0", "v1.0.0", self.commits[0]),
                         tuple(result.outputs[name] for name in ("version", "tag_name", "commit_sha")))
        kind, tagger = self.project.git("for-each-ref", "--format=%(objecttype)%0a%(taggername)",
                                        "refs/tags/v1.0.0").splitlines()
        self.assertEqual(("tag", "octocat"), (kind, tagger))
        again = self.run_step("tag", "already_there", version="v1.0.0", commit_sha=self.commits[0])
        self.assertEqual((0, "unchanged"), (again.status, again.decision))
        other = self.run_step("tag", version="1.0.0", commit_sha=self.commits[1])
        self.assert_refused("immutable", other)

    def test_bumps_count_on(self):
        rows = [("minor", 0, "v0.1.0"), ("patch", 1, "v0.1.1"), ("premajor", 2, "v1.0.0-rc.1"),
                ("prerelease", 3, "v1.0.0-rc.2"), ("major", 4, "v1.0.0"), ("major", 4, "v1.0.0")]
        for bump, commit, version in rows:
            with self.subTest(f"{bump} gives {version}"):
                result = self.run_step("tag", bump=bump, commit_sha=self.commits[commit])
                self.assertEqual((0, version), (result.status, result.outputs["version"]))
        self.assertEqual("unchanged", result.decision)

    def test_aliases_follow_the_highest_release(self):
        self.tag("v1.2.0", self.commits[0], aliases="true")
        self.tag("v1.3.0", self.commits[1], aliases="true")
        self.tag("v1.2.1", self.commits[2], aliases="true")
        tags = self.project.tags()
        self.assertEqual([self.commits[at] for at in (1, 2, 1)],
                         [tags[alias] for alias in ("v1", "v1.2", "v1.3")])

    def test_a_version_goes_to_staging_then_production_and_back(self):
        self.add_versions("api/v1.0.0", "api/v1.0.1")
        first = self.deploy("v1.0.0", "staging", "created", sub_project="api")
        self.assertEqual(("api/v1.0.0", ""), (first.outputs["full_version"],
                                              first.outputs["previous_version"]))
        rule = {"sub_project": "api", "require_deployed_in": "staging"}
        self.deploy("v1.0.0", expect="created", **rule)
        self.assert_refused("not_deployed_in", self.deploy("v1.0.1", **rule))
        self.deploy("v1.0.1", "staging", "moved", sub_project="api")
        second = self.deploy("v1.0.1", expect="moved", **rule)
        self.assertEqual("v1.0.0", second.outputs["previous_version"])
        self.assertEqual(self.commits[1], self.project.tags()["api/production"])

        back = self.roll_back("moved", sub_project="api", reason="p99 latency doubled")
        self.assertEqual(("v1.0.0", "v1.0.0", "v1.0.1"), tuple(
            back.outputs[name] for name in ("target_version", "version", "previous_version")))
        self.assertEqual(self.commits[0], self.project.tags()["api/production"])
        refused = self.deploy("v1.0.1", sub_project="api")
        self.assert_refused("held", refused)
        self.assertIn("p99 latency doubled", refused.errors[0])
        self.run_step("resume", "recorded", sub_project="api", environment="production")
        self.deploy("v1.0.1", sub_project="api", expect="moved")
        self.assertEqual(["deploy", "resume", "rollback", "deploy", "deploy"],
                         [line["operation"] for line in self.project.ledger("api/production")])
        self.assertTrue(self.project.message("api/production").startswith(
            "api/production points to api/v1.0.1\n"))

    def test_a_deprecated_version_is_not_deployed_and_an_unstable_one_warns(self):
        self.add_versions("v1.0.0", "v1.0.1")
        for version, state in (("v1.0.0", "deprecated"), ("v1.0.1", "unstable")):
            self.run_step("tag", "created", tag_type="state", state=state, version=version)
        self.assert_refused("deprecated", self.deploy("v1.0.0"))
        result = self.deploy("v1.0.1", expect="created")
        self.assertTrue(any("unstable" in line for line in result.stdout.splitlines()
                            if line.startswith("::warning")), str(result))

    def test_what_is_lower_than_what_runs_is_stale_unless_it_is_meant(self):
        self.add_versions("v1.0.0", "v1.0.1")
        self.deploy("v1.0.1", expect="created")
        self.assert_refused("stale", self.deploy("v1.0.0"))
        self.deploy("v1.0.0", expect="moved", allow_downgrade="true")

    def test_the_highest_version_on_the_commit_is_deployed_where_none_is_named(self):
        for version in ("v1.0.0-rc.1", "v1.0.0", "v0.9.0"):
            self.project.add_tag(version, self.commits[0])
        result = self.run_step("deploy", "created", commit_sha=self.commits[0],
                               environment="staging")
        self.assertEqual("v1.0.0", result.outputs["version"])
        self.assertTrue(any(line.startswith("::notice") for line in result.stdout.splitlines()))
        missing = self.run_step("deploy", commit_sha=self.commits[3], environment="staging")
        self.assert_refused("version_not_found", missing)

    def test_each_strategy_goes_where_it_says(self):
        self.add_versions("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0")
        rows = [("semver prefers stable", {}, "v1.0.0"),
                ("semver without preference", {"prioritize_stable": "false"}, "v1.2.0"),
                ("last deployed", {"strategy": "last_deployed"}, "v1.1.0"),
                ("explicit", {"target_version": "v1.2.0"}, "v1.2.0")]
        self.run_step("tag", "created", tag_type="state", state="stable", version="v1.0.0")
        for name, inputs, target in rows:
            with self.subTest(name):
                for version in ("v1.2.0", "v1.0.0", "v1.1.0", "v1.3.0"):
                    self.deploy(version, allow_downgrade="true", release_hold="true")
                result = self.roll_back("moved", **inputs)
                self.assertEqual(target, result.outputs["target_version"], str(result))

    def test_every_rejected_version_has_its_reason(self):
        self.add_versions("v1.0.0", "v1.1.0", "v1.2.0", "v1.3.0")
        self.project.add_tag("v1.3.0-rc.1", self.commits[3])
        for version in ("v1.0.0", "v1.1.0", "v1.3.0-rc.1", "v1.3.0"):
            self.deploy(version)
        self.run_step("tag", "created", tag_type="state", state="deprecated", version="v1.1.0")
        self.run_step("tag", "created", tag_type="state", state="unstable", version="v1.0.0")
        refused = self.roll_back(exclude_unstable="true")
        self.assert_refused("no_target", refused)
        reasons = {"v1.0.0": "unstable", "v1.1.0": "deprecated", "v1.2.0": "never_deployed",
                   "v1.3.0-rc.1": "same_commit"}
        self.assertEqual(reasons, self.rejected(refused))
        for version, reason in reasons.items():
            self.assertIn(version, refused.summary)
        self.assert_refused("never_deployed", self.roll_back(target_version="v1.2.0"))
        self.assert_refused("not_lower", self.roll_back(target_version="v1.3.0"))
        self.assertEqual("v1.2.0", self.roll_back(
            "moved", target_version="v1.2.0", history="any").outputs["target_version"])

    def test_a_tag_that_is_gone_or_was_moved_is_no_way_back_and_says_what_ran(self):
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3")
        for version in ("v1.0.0", "v1.0.1", "v1.0.2", "v1.0.3"):
            self.deploy(version)
        self.project.git("tag", "--delete", "v1.0.2")
        self.project.git("tag", "--force", "v1.0.1", self.commits[5])
        gone = self.roll_back(target_version="v1.0.2")
        self.assert_refused("version_not_found", gone)
        self.assertIn(self.commits[2], gone.summary)
        result = self.roll_back("moved")
        self.assertEqual("v1.0.0", result.outputs["target_version"])
        self.assertIn("v1.0.2 also ran here, but its tag is gone", result.stdout)
        self.assertEqual({"v1.0.2": "version_not_found", "v1.0.1": "never_deployed"},
                         self.rejected(result))

    def test_nothing_can_be_rolled_back_where_nothing_runs(self):
        self.add_versions("v1.0.0")
        self.assert_refused("nothing_deployed", self.roll_back())
        self.assert_refused("nothing_deployed", self.run_step(
            "hold", environment="production", reason="freeze"))

    def test_a_hold_of_a_version_keeps_out_its_commit_alone(self):
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", expect="moved")
        self.roll_back("moved", hold="version", reason="broken")
        self.assert_refused("held", self.deploy("v1.0.1"))
        self.deploy("v1.0.2", expect="moved")
        self.assertEqual("held", self.rejected(self.roll_back("moved"))["v1.0.1"])
        released = self.deploy("v1.0.1", expect="moved", release_hold="true")
        self.assertEqual([], released.result["holds"])


class StoriesHttp(StoriesLocal):
    place = "http"


class StoriesHttpV0(StoriesLocal):
    place = "http_v0"


if __name__ == "__main__":
    unittest.main()
