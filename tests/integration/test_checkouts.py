"""The answer does not depend on what is checked out: nothing, one commit without tags, everything."""
import shutil
import unittest

from fixture import IntegrationTest, git

CHECKOUTS = ("nothing", "shallow", "full")
# What differs from run to run, whatever is checked out.
VOLATILE = ("result", "deployment_id", "deployment_state")


class Checkouts(IntegrationTest):
    place = "http"

    def check_out(self, kind):
        """Makes the workspace what actions/checkout leaves there."""
        shutil.rmtree(self.runner.workspace)
        url = f"{self.runner.environment['GITHUB_SERVER_URL']}/" \
              f"{self.runner.environment['GITHUB_REPOSITORY']}.git"
        options = {"nothing": None, "shallow": ["--depth", "1", "--no-tags"], "full": []}[kind]
        if options is None:
            self.runner.workspace.mkdir()
        else:
            git("clone", "-q", *options, url, self.runner.workspace, cwd=self.root)

    def story(self, kind):
        """Tags, deploys and rolls back; returns everything that could be seen of it."""
        self.check_out(kind)
        seen = []

        def step(operation, **inputs):
            result = self.run_step(operation, sub_project=kind, **inputs)
            outputs = {name: value for name, value in result.outputs.items()
                       if name not in VOLATILE}
            seen.append((result.status, outputs))
            return result

        step("tag", version="v1.0.0", commit_sha=self.commits[0])
        step("tag", bump="minor", commit_sha=self.commits[1])
        step("tag", tag_type="state", state="stable", version="v1.0.0")
        step("deploy", version="v1.0.0", environment="production")
        step("deploy", version="v1.1.0", environment="production")
        step("rollback", environment="production", reason="too slow")
        step("deploy", version="v1.1.0", environment="production")
        step("resume", environment="production")
        tags = {name.split("/", 1)[1]: commit for name, commit in self.project.tags().items()
                if name.startswith(kind + "/")}
        ledger = [(line["operation"], line["version"].split("/", 1)[1], line["commit_sha"])
                  for line in self.project.ledger(f"{kind}/production")]
        return seen, tags, ledger

    def test_each_operation_has_the_same_outcome_in_every_checkout(self):
        stories = {kind: self.story(kind) for kind in CHECKOUTS}
        first = stories["nothing"]
        self.assertEqual(["created"] * 4 + ["moved", "moved", "held", "recorded"],
                         [outputs["reason_code"] for _, outputs in first[0]])
        for kind in CHECKOUTS[1:]:
            with self.subTest(kind):
                renamed = [(status, {name: value.replace(kind + "/", "nothing/")
                                     for name, value in outputs.items()})
                           for status, outputs in stories[kind][0]]
                self.assertEqual(first[0], renamed)
                self.assertEqual(first[1:], stories[kind][1:])

    def test_at_a_terminal_the_remote_and_the_commit_are_those_of_the_checkout(self):
        for kind in CHECKOUTS[1:]:
            with self.subTest(kind):
                self.check_out(kind)
                terminal = {"GITHUB_ACTIONS": "", "GITHUB_REPOSITORY": "", "GITHUB_SERVER_URL": ""}
                result = self.run_step("tag", env=terminal, sub_project=kind, version="v3.0.0")
                self.assertEqual(0, result.status, str(result))
                self.assertEqual(self.commits[-1], self.project.tags()[f"{kind}/v3.0.0"])

    def test_a_checkout_is_left_as_it_was(self):
        self.check_out("shallow")
        before = git("for-each-ref", cwd=self.runner.workspace)
        self.tag("v1.0.0", self.commits[0])
        self.deploy("v1.0.0", expect="created")
        self.assertEqual(before, git("for-each-ref", cwd=self.runner.workspace))
        self.assertEqual("", git("status", "--porcelain", cwd=self.runner.workspace))


if __name__ == "__main__":
    unittest.main()
