"""Runs side by side lose nothing: every write is one compare-and-swap."""
import unittest

from fixture import IntegrationTest


class ConcurrencyLocal(IntegrationTest):
    place = "local"

    def at_once(self, steps):
        """Starts all of `steps`, (operation, options), and waits for them."""
        started = [self.runner.start(operation, **options) for operation, options in steps]
        return [self.runner.wait(each) for each in started]

    def test_sixteen_bumps_at_once_make_sixteen_versions_once(self):
        commits = self.make_commits(16)
        steps = [("tag", {"bump": "patch", "commit_sha": commit, "initial_version": "v1.0.0"})
                 for commit in commits]
        first = self.at_once(steps)
        for result in first:
            self.assertEqual((0, "created"), (result.status, result.reason_code), str(result))
        versions = [result.outputs["version"] for result in first]
        self.assertEqual({f"v1.0.{patch}" for patch in range(16)}, set(versions))
        self.assertEqual(dict(zip(versions, commits)), self.project.tags())

        refs = self.project.refs()
        again = self.at_once(steps)
        for result in again:
            self.assertEqual((0, "unchanged"), (result.status, result.decision), str(result))
        self.assertEqual(versions, [result.outputs["version"] for result in again])
        self.assertEqual(refs, self.project.refs())

    def test_twelve_deployments_at_once_have_a_line_for_each_success(self):
        commits = self.make_commits(12)
        for patch, commit in enumerate(commits):
            self.project.add_tag(f"v1.0.{patch}", commit)
        results = self.at_once([("deploy", {"version": f"v1.0.{patch}", "environment": "staging",
                                            "allow_downgrade": "true"})
                                for patch in range(12)])
        won = [result for result in results if result.status == 0]
        self.assertTrue(won)
        for result in results:
            if result.status != 0:
                self.assertEqual((1, "conflict"), (result.status, result.reason_code), str(result))
        ledger = self.project.ledger("staging")
        self.assertEqual(sorted(result.outputs["deployment_id"] for result in won),
                         sorted(line["deployment_id"] for line in ledger))
        self.assertEqual(ledger[0]["commit_sha"], self.project.tags()["staging"])

    def test_six_regions_at_once_have_six_lines_and_the_tag_is_at_the_version(self):
        regions = ["us-east", "us-west", "eu-west", "eu-north", "ap-south", "ap-east"]
        for region in regions:
            self.configure("production", region)
        for patch, commit in enumerate(self.commits[:2]):
            self.project.add_tag(f"v1.0.{patch}", commit)
            results = self.at_once([("deploy", {"version": f"v1.0.{patch}", "region": region,
                                                "environment": "production"})
                                    for region in regions])
            for result in results:
                self.assertEqual(0, result.status, str(result))
            newest = self.project.ledger("production")[:6]
            self.assertEqual(sorted(regions), sorted(line["region"] for line in newest))
            self.assertEqual({f"v1.0.{patch}"}, {line["version"] for line in newest})
            self.assertEqual(6 * (patch + 1), len(self.project.ledger("production")))
            self.assertEqual(commit, self.project.tags()["production"])

    def test_holds_beside_deployments_of_regions_are_all_kept(self):
        regions = ["us-east", "eu-west", "ap-south"]
        for region in regions:
            self.configure("production", region)
        self.project.add_tag("v1.0.0", self.commits[0])
        self.project.add_tag("v1.0.1", self.commits[1])
        self.deploy("v1.0.0", expect="created")
        started = [self.run_step("deploy", "started", version="v1.0.1", region=region,
                                 environment="production", phase="start") for region in regions]
        finishes = [("deploy", {"environment": "production", "phase": "finish",
                                "job_status": "success",
                                "deployment_state": state, "env": self.same_run(state)})
                    for state in (each.outputs["deployment_state"] for each in started)]
        holds = [("hold", {"environment": "production", "reason": f"reason {number}"})
                 for number in range(3)]
        for result in self.at_once(finishes + holds):
            self.assertEqual(0, result.status, str(result))
        newest = self.project.ledger("production")[0]
        self.assertEqual([f"reason {number}" for number in range(3)],
                         sorted(hold["reason"] for hold in newest["holds"]))
        self.assertEqual(7, len(self.project.ledger("production")))
        self.assertEqual(self.commits[1], self.project.tags()["production"])

    def test_one_state_for_sixteen_is_there_once(self):
        self.project.add_tag("v1.0.0", self.commits[0])
        results = self.at_once([("tag", {"tag_type": "state", "state": "stable",
                                         "version": "v1.0.0"})] * 16)
        self.assertEqual([0] * 16, [result.status for result in results])
        self.assertEqual({"v1.0.0", "v1.0.0-stable"}, set(self.project.tags()))

    def make_commits(self, count):
        tree = self.project.git("rev-parse", "main^{tree}")
        return [self.project.git("commit-tree", "-m", f"change {number}", tree)
                for number in range(count)]


class ConcurrencyHttp(ConcurrencyLocal):
    place = "http"


if __name__ == "__main__":
    unittest.main()
