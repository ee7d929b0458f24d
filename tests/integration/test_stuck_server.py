"""A git server whose repository is stuck: what a push is told there, and that it is told soon."""
import threading
import time
import unittest

from fixture import IntegrationTest

PRODUCTION = "refs/tags/production"


class StuckServer(IntegrationTest):
    place = "http"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1")

    def lock(self, name):
        path = self.project.folder / f"{name}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        return path

    def test_a_lock_that_was_left_behind_is_named_within_the_time_limit(self):
        lock = self.lock(PRODUCTION)
        for operation, inputs in (("deploy", {"version": "v1.0.0", "environment": "production"}),
                                  ("tag", {"tag_type": "environment", "environment": "production",
                                           "commit_sha": self.commits[0]})):
            with self.subTest(operation):
                begun = time.monotonic()
                result = self.run_step(operation, timeout_seconds="3", **inputs)
                self.assertLess(time.monotonic() - begun, 8, str(result))
                self.assertEqual("unavailable", result.reason_code, str(result))
                self.assertIn(lock.name, result.stdout)
                self.assertNotIn("production", self.project.tags())

    def test_a_lock_that_goes_away_is_waited_for(self):
        lock = self.lock(PRODUCTION)
        timer = threading.Timer(1, lock.unlink)
        timer.start()
        self.addCleanup(timer.join)
        self.deploy("v1.0.0", expect="created")
        self.assertEqual(self.commits[0], self.project.tags()["production"])

    def test_a_ref_whose_object_is_missing_is_said_soon(self):
        (self.project.folder / PRODUCTION).write_text("0123456789" * 4 + "\n")
        begun = time.monotonic()
        result = self.deploy("v1.0.0")
        self.assertLess(time.monotonic() - begun, 10, str(result))
        self.assertEqual("rejected_by_server", result.reason_code, str(result))
        self.assertIn("production", result.errors[0])
        self.assertIn("git fsck", result.errors[0])


if __name__ == "__main__":
    unittest.main()
