"""A repository on this machine with something in the way, and files that are none."""
import os
import resource
import signal
import subprocess
import threading
import time
import unittest
import zlib

from fixture import IntegrationTest

MIB = 1 << 20
MOST_MEMORY = 128 * MIB
DEPLOY = {"operation": "deploy", "version": "v1.0.0", "environment": "production"}


class LocalFaults(IntegrationTest):
    place = "local"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0")

    def refuse(self, codes, seconds=7, **options):
        """A step that ends as one of `codes`, soon, in little memory, and changes nothing."""
        before = self.files()
        begun = time.monotonic()
        result = self.run_step(**{**DEPLOY, "timeout_seconds": "3", **options})
        self.assertLess(time.monotonic() - begun, seconds, str(result))
        self.assertIn(result.reason_code, codes, str(result))
        self.assertEqual(before, self.files())
        if os.environ.get("SHIPTAG_SANITIZED") != "ON":
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            self.assertLess(most, MOST_MEMORY, f"{most // MIB} MiB")
        return result

    def files(self):
        """Every ref and lock, without going through links."""
        return sorted(str(path.relative_to(self.project.folder))
                      for path in (self.project.folder / "refs").rglob("*"))

    def test_a_lock_that_was_left_behind_is_named_with_its_age(self):
        for name in ("refs/tags/production.lock", "refs/tags/v1.0.0-stable.lock"):
            with self.subTest(name):
                lock = self.project.folder / name
                lock.touch()
                os.utime(lock, (time.time() - 4000, time.time() - 4000))
                options = {} if "production" in name else {
                    "operation": "tag", "tag_type": "state", "state": "stable", "environment": ""}
                result = self.refuse(("unavailable",), **options)
                self.assertRegex(result.errors[0], rf"{name}.*it is 4\d\d\d seconds old")
                self.assertIn("delete that file", result.errors[0])

    def test_a_lock_that_goes_away_is_waited_for(self):
        lock = self.project.folder / "refs/tags/production.lock"
        lock.touch()
        timer = threading.Timer(1, lock.unlink)
        timer.start()
        self.addCleanup(timer.join)
        self.deploy("v1.0.0", expect="created")

    def test_a_signal_ends_the_wait(self):
        (self.project.folder / "refs/tags/production.lock").touch()
        started = self.runner.start(**DEPLOY)
        time.sleep(1)
        begun = time.monotonic()
        started[0].send_signal(signal.SIGTERM)
        result = self.runner.wait(started)
        self.assertLess(time.monotonic() - begun, 7)
        self.assertEqual("interrupted", result.reason_code, str(result))

    def test_a_ref_whose_object_is_missing_is_said_at_once(self):
        (self.project.folder / "refs/tags/production").write_text("0123456789" * 4 + "\n")
        result = self.refuse(("rejected_by_server",), seconds=3)
        self.assertIn("refs/tags/production", result.errors[0])
        self.assertIn("git fsck", result.errors[0])

    def test_a_broken_ref_is_not_taken_for_none(self):
        self.deploy("v1.0.0", expect="created")
        holds = {"operation": "hold", "reason": "made-up"}
        state = {"operation": "tag", "tag_type": "state", "state": "stable", "environment": ""}
        bump = {"operation": "tag", "bump": "patch", "version": "", "environment": "",
                "commit_sha": self.commits[1]}
        rows = {"production": ({}, {**holds, "version": ""}, holds,
                               {"operation": "resume", "version": ""},
                               {"operation": "rollback", "version": "", "reason": "made-up"}),
                "v1.0.0": ({}, holds, bump, state, {**bump, "bump": "", "version": "v1.0.0"},
                           {"operation": "rollback", "version": "", "reason": "made-up",
                            "target_version": "v1.0.0"})}
        faults = {"points to the object": "0123456789" * 4 + "\n",
                  "does not contain an object ID": ""}
        for name, operations in rows.items():
            ref = self.project.folder / "refs/tags" / name
            kept = ref.read_bytes()
            for words, content in faults.items():
                for options in operations:
                    with self.subTest(name, words=words, **options):
                        ref.write_text(content)
                        result = self.refuse(("rejected_by_server",), seconds=3, **options)
                        self.assertIn(f"'refs/tags/{name}' {words}", result.errors[0])
                        self.assertIn("git update-ref -d", result.errors[0])
            ref.write_bytes(kept)

    def test_a_broken_version_among_others_is_passed_over_with_a_warning(self):
        self.project.add_tag("v1.0.1", self.commits[1])
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        (self.project.folder / "refs/tags/v0.9.0").write_text("0123456789" * 4 + "\n")
        (self.project.folder / "refs/tags/vault").write_text("rubbish")
        result = self.run_step("rollback", environment="production", reason="made-up")
        self.assertEqual("moved", result.reason_code, str(result))
        self.assertEqual("v1.0.0", result.outputs["target_version"])
        self.assertIn("'refs/tags/v0.9.0' points to the object", result.stdout)
        self.assertNotIn("vault", result.stdout)

    def test_nothing_is_written_through_a_symbolic_link(self):
        outside = self.root / "outside"
        outside.mkdir(exist_ok=True)
        rows = {"refs/tags/production": outside / "file", "refs/tags/api": outside,
                "refs/tags/web": outside / "none"}
        for name, target in rows.items():
            with self.subTest(name):
                (outside / "file").write_text(self.commits[0] + "\n")
                (self.project.folder / name).symlink_to(target)
                sub_project = name.rpartition("/")[2]
                self.refuse(("rejected_by_server",), **(
                    {} if sub_project == "production" else
                    {"operation": "tag", "sub_project": sub_project, "environment": "",
                     "version": "v1.0.0", "commit_sha": self.commits[0]}))
                self.assertEqual([outside / "file"], sorted(outside.iterdir()))
                self.assertEqual(self.commits[0] + "\n", (outside / "file").read_text())

    def test_files_that_are_none_are_not_read(self):
        for name in ("refs/tags/production", "packed-refs", "config", "HEAD", "refs/heads/main",
                     "objects/info/alternates", "commondir"):
            for kind, make in (("a pipe", os.mkfifo),
                               ("/dev/zero", lambda path: path.symlink_to("/dev/zero"))):
                with self.subTest(f"{name}: {kind}"):
                    path = self.project.folder / name
                    kept = path.read_bytes() if path.exists() else None
                    path.unlink(missing_ok=True)
                    make(path)
                    self.refuse(("invalid_input", "rejected_by_server", "unavailable"), seconds=3)
                    path.unlink()
                    if kept is not None:
                        path.write_bytes(kept)
        self.deploy("v1.0.0", expect="created")

    def test_files_of_the_runner_that_are_none_are_not_written(self):
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_STATE"):
            pipe = self.root / f"pipe-{name}"
            os.mkfifo(pipe)
            with self.subTest(name):
                result = self.refuse(("invalid_input", ""), seconds=3, env={name: str(pipe)},
                                     phase="auto")
                self.assertNotEqual(0, result.status, str(result))
                self.assertEqual(1, len(result.errors), str(result))
                self.assertRegex(result.errors[0],
                                 f"writing {name}: .* is a pipe, not a regular file.*unset it")

    def test_a_deployment_is_ended_though_it_cannot_be_reported(self):
        state = self.deploy("v1.0.0", phase="start").outputs["deployment_state"]
        result = self.run_step("deploy", version="v1.0.0", environment="production",
                               phase="finish", deployment_state=state, job_status="success",
                               env={**self.same_run(state), "GITHUB_OUTPUT": "/dev/full"})
        self.assertEqual(1, result.status, str(result))
        self.assertIn("the operation ended with 'done', but that could not be reported", result.stdout)
        self.assertIn("production", self.project.tags())

    def test_a_tag_object_of_a_gibibyte_is_not_read(self):
        head = (f"object {self.commits[0]}\ntype commit\ntag v1.0.1\n"
                "tagger A <a@example.com> 1 +0000\n\n").encode()
        size = 1 << 30
        deflate = zlib.compressobj(1)
        name = "0123456789" * 4  # Nobody looks whether it is the object's.
        path = self.project.folder / "objects" / name[:2] / name[2:]
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            file.write(deflate.compress(b"tag %d\0" % size + head))
            for _ in range(size // MIB):
                file.write(deflate.compress(bytes(MIB)))
            file.write(deflate.flush())
        (self.project.folder / "refs/tags/v1.0.1").write_text(name + "\n")
        result = self.refuse(("ledger_unreadable",), operation="tag", bump="patch", version="",
                             environment="", commit_sha=self.commits[1])
        self.assertIn("refs/tags/v1.0.1", result.errors[0])

    def test_no_write_fails_beside_git_gc(self):
        stop = threading.Event()

        def collect():
            commands = (["gc", "--quiet"], ["pack-refs", "--all"], ["repack", "-adq"])
            while not stop.is_set():
                for command in commands:
                    subprocess.run(["git", *command], cwd=self.project.folder, check=False,
                                   capture_output=True, timeout=60)

        collector = threading.Thread(target=collect)
        collector.start()
        try:
            for patch in range(60):
                self.run_step("tag", "created", sub_project="api/nested", version=f"v1.0.{patch}",
                              commit_sha=self.commits[0])
        finally:
            stop.set()
            collector.join()
        self.assertEqual(61, len(self.project.tags()))


if __name__ == "__main__":
    unittest.main()
