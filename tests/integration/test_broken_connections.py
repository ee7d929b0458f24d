"""Connections that die: before the server took a push it is sent again, afterwards never."""
import time
import unittest

from cutting_proxy import STAGES_BEFORE_THE_SERVER, STAGES_BEHIND_THE_SERVER, CuttingProxy, Cut
from fixture import IntegrationTest

STAGES = STAGES_BEFORE_THE_SERVER + STAGES_BEHIND_THE_SERVER
LISTING_AND_LEDGER, PUSH = "/git-upload-pack", "/git-receive-pack"


def each_cut(*paths):
    return [Cut(path, stage, reset)
            for path in paths for stage in STAGES for reset in (False, True)]


class BrokenConnections(IntegrationTest):
    place = "http"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proxy = cls.enterClassContext(CuttingProxy(cls.server.url))

    def setUp(self):
        super().setUp()
        self.proxy.cut = None
        self.runner.environment["GITHUB_SERVER_URL"] = self.proxy.url
        self.sub_projects = 0

    def new_sub_project(self):
        """Three versions, of which v1.0.0 is deployed, then v1.0.1."""
        self.sub_projects += 1
        name = f"p{self.sub_projects}"
        for patch in range(3):
            self.project.add_tag(f"{name}/v1.0.{patch}", self.commits[patch])
        for patch, code in enumerate(("created", "moved")):
            self.deploy(f"v1.0.{patch}", sub_project=name, expect=code)
        return name

    def check_recorded_once(self, result, name, version):
        ledger = self.project.ledger(f"{name}/production")
        self.assertEqual(3, len(ledger))
        self.assertEqual(result.outputs["deployment_id"], ledger[0]["deployment_id"])
        self.assertEqual(version, ledger[0]["version"])
        self.assertEqual(ledger[0]["commit_sha"], self.project.tags()[f"{name}/production"])

    def test_a_deployment_is_recorded_once_wherever_the_connection_dies(self):
        for cut in each_cut(LISTING_AND_LEDGER, PUSH):
            with self.subTest(str(cut)):
                name = self.new_sub_project()
                self.proxy.cut = cut
                result = self.deploy("v1.0.2", sub_project=name, expect="moved")
                self.assertEqual((0, 0), (result.status, cut.times), str(result))
                self.check_recorded_once(result, name, f"{name}/v1.0.2")

    def test_a_rollback_is_recorded_once_wherever_the_connection_dies(self):
        for cut in each_cut(PUSH):
            with self.subTest(str(cut)):
                name = self.new_sub_project()
                self.proxy.cut = cut
                result = self.run_step("rollback", "moved", sub_project=name, environment="production")
                self.assertEqual((0, 0), (result.status, cut.times), str(result))
                self.check_recorded_once(result, name, f"{name}/v1.0.0")
                self.assertEqual(1, len(self.project.ledger(f"{name}/production")[0]["holds"]))

    def test_a_tag_is_created_once_wherever_the_connection_dies(self):
        for number, cut in enumerate(each_cut(LISTING_AND_LEDGER, PUSH)):
            with self.subTest(str(cut)):
                self.proxy.cut = cut
                result = self.tag(f"v2.0.{number}", self.commits[0])
                self.assertEqual((0, 0), (result.status, cut.times), str(result))
                self.assertEqual(self.commits[0], self.project.tags()[f"v2.0.{number}"])

    def test_a_bump_takes_one_number_wherever_the_connection_dies(self):
        for number, cut in enumerate(each_cut(PUSH)):
            with self.subTest(str(cut)):
                self.proxy.cut = cut
                name = f"bump{number}"
                result = self.run_step("tag", "created", sub_project=name, bump="patch",
                                       commit_sha=self.commits[0])
                self.assertEqual((0, 0), (result.status, cut.times), str(result))
                self.assertEqual([f"{name}/v0.1.0"],
                                 [tag for tag in self.project.tags() if tag.startswith(name + "/")])

    def test_a_successor_that_wrote_meanwhile_does_not_hide_our_line(self):
        name = self.new_sub_project()

        def hold_directly():
            self.run_step("hold", "recorded", sub_project=name, environment="production",
                          reason="right behind", env={"GITHUB_SERVER_URL": self.server.url})

        self.proxy.cut = Cut(PUSH, "answered", then=hold_directly)
        result = self.deploy("v1.0.2", sub_project=name, expect="moved")
        ledger = self.project.ledger(f"{name}/production")
        self.assertEqual(["hold", "deploy", "deploy", "deploy"],
                         [line["operation"] for line in ledger])
        self.assertEqual(result.outputs["deployment_id"], ledger[1]["deployment_id"])

    def test_a_server_that_stays_away_is_unavailable_and_nothing_is_written(self):
        name = self.new_sub_project()
        before = self.project.refs()
        for stage in STAGES_BEFORE_THE_SERVER:
            with self.subTest(stage):
                self.proxy.cut = Cut("", stage, times=1000)
                begun = time.monotonic()
                result = self.deploy("v1.0.2", sub_project=name, timeout_seconds="2")
                self.assertEqual((1, "failed", "unavailable"),
                                 (result.status, result.decision, result.reason_code), str(result))
                self.assertLess(time.monotonic() - begun, 5)
                self.assertEqual(1, len(result.errors))
                self.assertEqual(before, self.project.refs())

    def test_an_outcome_that_cannot_be_learnt_is_said_to_be_unknown(self):
        name = self.new_sub_project()

        def leave():
            self.proxy.cut = Cut("", "connect", times=1000)

        self.proxy.cut = Cut(PUSH, "answered", then=leave)
        result = self.deploy("v1.0.2", sub_project=name, timeout_seconds="2")
        self.assertEqual((1, "unavailable"), (result.status, result.reason_code), str(result))
        self.assertIn("not known", result.errors[0])
        self.proxy.cut = None
        self.assertEqual(3, len(self.project.ledger(f"{name}/production")))


class BrokenConnectionsV0(BrokenConnections):
    """The same with a server that answers in protocol version 0."""

    place = "http_v0"


if __name__ == "__main__":
    unittest.main()
