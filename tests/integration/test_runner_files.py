"""What the runner sees: its files, the log's commands, exit codes, and signals."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from fixture import BINARY, IntegrationTest


class SilentServer:
    """Takes connections and requests on loopback, and says nothing."""

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/org/repo.git"
        self.asked = threading.Event()
        self.taken = []
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def serve(self):
        try:
            while True:
                connection, _ = self.listener.accept()
                self.taken.append(connection)
                connection.recv(65536)
                self.asked.set()
        except OSError:
            pass  # closed

    def __exit__(self, *_):
        for connection in [self.listener, *self.taken]:
            connection.close()


class RunnerFiles(IntegrationTest):
    place = "local"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1")

    def test_the_runner_understands_every_output(self):
        result = self.deploy("v1.0.0", expect="created")
        self.assertEqual("done", result.decision)
        for name in ("version", "full_version", "tag_name", "commit_sha", "previous_version",
                     "deployment_id", "environment", "region", "result"):
            self.assertIn(name, result.outputs)
        self.assertRegex(result.outputs["deployment_id"], r"^deploy-\d{8}-\d{6}-[0-9a-f]+$")
        entity = result.result
        self.assertEqual((1, "deploy", "done", "created"), tuple(
            entity[name] for name in ("schema_version", "operation", "decision", "reason_code")))
        self.assertEqual("production", entity["deployment"]["environment"]["name"])
        self.assertIn("v1.0.0", result.summary)

    def test_the_files_hold_lines_that_act_takes_as_well(self):
        started = self.runner.start("deploy", version="v1.0.0", environment="production",
                                    phase="auto")
        self.runner.wait(started)
        for name in ("GITHUB_OUTPUT", "GITHUB_STATE"):
            text = started[1][name].read_bytes()
            self.assertFalse(text.startswith(b"\xef\xbb\xbf"))
            self.assertTrue(text.endswith(b"\n"))
            self.assertNotIn(b"\r", text)
            delimiters = re.findall(rb"^[a-z_]+<<(\S+)$", text, re.MULTILINE)
            self.assertTrue(delimiters)
            self.assertEqual(len(delimiters), len(set(delimiters)), "delimiters are random")
        self.assertIn(b"deployment_state<<", started[1]["GITHUB_STATE"].read_bytes())

    def test_a_step_adds_to_files_that_have_something(self):
        started = self.runner.start("tag", version="v2.0.0", commit_sha=self.commits[0])
        result = self.runner.wait(started)
        self.assertEqual(0, result.status)
        before = result.summary
        env = {name: str(path) for name, path in started[1].items()}
        self.run_step("tag", env=env, version="v2.0.1", commit_sha=self.commits[0])
        after = started[1]["GITHUB_STEP_SUMMARY"].read_text()
        self.assertTrue(after.startswith(before))
        self.assertIn("v2.0.1", after)

    def test_the_exit_status_says_success_refusal_or_bad_input(self):
        rows = [("tag", {"version": "v2.0.0", "commit_sha": self.commits[0]}, 0),
                ("tag", {"version": "v2.0.0", "commit_sha": self.commits[0]}, 0),
                ("tag", {"version": "v2.0.0", "commit_sha": self.commits[1]}, 1),
                ("tag", {"version": "2", "commit_sha": self.commits[1]}, 2),
                ("tag", {"version": "v3.0.0", "commit_sha": self.commits[1],
                         "remote": "http://127.0.0.1:9/x.git", "timeout_seconds": "1"}, 1)]
        for operation, inputs, status in rows:
            with self.subTest(inputs):
                result = self.run_step(operation, **inputs)
                self.assertEqual(status, result.status, str(result))
                self.assertEqual(0 if status == 0 else 1, len(result.errors))
                self.assertEqual("", result.stderr)

    def test_an_error_has_a_title_and_its_hint_on_its_own_line(self):
        result = self.deploy("v9.0.0")
        self.assertRegex(result.errors[0], r"^::error title=[^:]+::.*v9\.0\.0.*%0A.+$")
        hint = result.errors[0].split("%0A", 1)[1]
        self.assertEqual(hint, result.result["hint"])

    def test_a_file_that_cannot_be_written_is_said_before_anything_is_done(self):
        place = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        for env in ({"GITHUB_OUTPUT": str(place)}, {"GITHUB_STEP_SUMMARY": str(place / "no" / "f")}):
            with self.subTest(env):
                result = self.run_step("tag", env=env, version="v2.0.0",
                                       commit_sha=self.commits[0])
                self.assertNotEqual(0, result.status, str(result))
                self.assertEqual(1, len(result.errors), str(result))
                self.assertIn(f"writing {next(iter(env))}: ", result.errors[0])
        self.assertNotIn("v2.0.0", self.project.tags())

    def test_a_file_that_turns_out_not_to_be_written_is_an_error_and_the_work_is_done(self):
        result = self.run_step("tag", env={"GITHUB_OUTPUT": "/proc/version"}, version="v2.0.0",
                               commit_sha=self.commits[0])
        self.assertEqual(1, result.status, str(result))
        self.assertIn("ended with 'done', but that could not be reported in full: writing GITHUB_OUTPUT",
                      result.errors[-1])
        self.assertIn("v2.0.0", self.project.tags())

    def test_without_the_runners_files_the_log_says_it_all(self):
        result = self.run_step("tag", version="v2.0.0", commit_sha=self.commits[0],
                               env={"GITHUB_OUTPUT": "", "GITHUB_STEP_SUMMARY": "",
                                    "GITHUB_STATE": ""})
        self.assertEqual(0, result.status, str(result))
        self.assertIn("v2.0.0", result.stdout)

    def test_a_servers_words_are_shown_and_are_no_commands(self):
        self.project.hook("pre-receive", "cat >/dev/null\n"
                          "printf '::error::x\\n##[error]y\\n::set-env name=A::b\\n\\033[2Jz\\n' >&2\n"
                          "exit 1\n")
        self.refused_by_hook()

    def refused_by_hook(self):
        """Over HTTP the hook's words arrive; see RunnerFilesHttp."""
        result = self.run_step("tag", version="v2.0.0", commit_sha=self.commits[0])
        self.assertNotIn("v2.0.0-", result.stdout)

    def test_a_signal_ends_a_run_that_waits_within_a_second(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number), SilentServer() as server:
                started = self.runner.start("tag", version="v2.0.0", commit_sha=self.commits[0],
                                            remote=server.url)
                self.assertTrue(server.asked.wait(10))
                begun = time.monotonic()
                started[0].send_signal(number)
                result = self.runner.wait(started)
                self.assertLess(time.monotonic() - begun, 1)
                self.assertEqual((128 + number, "failed", "interrupted"),
                                 (result.status, result.decision, result.reason_code), str(result))

    def test_a_silent_server_is_given_up_after_the_time_that_was_given(self):
        with SilentServer() as server:
            begun = time.monotonic()
            result = self.run_step("tag", version="v2.0.0", commit_sha=self.commits[0],
                                   remote=server.url, timeout_seconds="1")
            self.assertLess(time.monotonic() - begun, 4)
            self.assertEqual((1, "unavailable"), (result.status, result.reason_code), str(result))

    def test_at_a_terminal_the_summary_is_text_and_errors_go_to_standard_error(self):
        def shiptag(*arguments):
            return subprocess.run(
                [BINARY, *arguments, "--remote", self.project.folder], text=True, timeout=10,
                cwd=self.runner.workspace, env={"PATH": os.environ["PATH"]}, capture_output=True)

        done = shiptag("tag", "--version", "v2.0.0", "--commit-sha", self.commits[0])
        self.assertEqual(0, done.returncode, done)
        self.assertIn("v2.0.0", done.stdout)
        self.assertNotIn("::", done.stdout + done.stderr)
        refused = shiptag("tag", "--version", "v2.0.0", "--commit-sha", self.commits[1])
        self.assertEqual(1, refused.returncode, refused)
        self.assertIn("v2.0.0", refused.stderr)

    def test_help_and_version_need_nothing(self):
        for arguments in (["--help"], ["--version"], ["tag", "--help"], ["rollback", "--help"]):
            done = subprocess.run([BINARY, *arguments], env={}, timeout=10, capture_output=True)
            self.assertEqual((0, b""), (done.returncode, done.stderr), arguments)
            self.assertTrue(done.stdout)


class RunnerFilesHttp(RunnerFiles):
    place = "http"

    def refused_by_hook(self):
        before = self.project.refs()
        result = self.run_step("tag", version="v2.0.0", commit_sha=self.commits[0])
        self.assert_refused("rejected_by_server", result)
        self.assertEqual(before, self.project.refs())
        stopped = None
        for line in result.stdout.splitlines():
            if stop := re.fullmatch(r"::stop-commands::(\S+)", line):
                stopped = stop[1]
            elif line == f"::{stopped}::":
                stopped = None
            elif "##[error]y" in line or line.lstrip().startswith(("::error::x", "::set-env")):
                self.assertIsNotNone(stopped, f"{line!r} reaches the runner\n{result}")
        self.assertIn("##[error]y", result.stdout)
        self.assertNotIn("\x1b", result.stdout + result.summary)


if __name__ == "__main__":
    unittest.main()
