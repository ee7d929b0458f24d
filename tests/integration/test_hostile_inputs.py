"""Every input of every operation with values that nobody means well."""
import re
import subprocess
import unittest

from fixture import BINARY, SOURCE, IntegrationTest

OPERATIONS = ("tag", "deploy", "rollback", "hold", "resume")
# What each operation needs to succeed, so that the hostile value is its only fault.
GOOD = {
    "tag": {"version": "v2.0.0"},
    "deploy": {"version": "v1.0.2", "environment": "production"},
    "rollback": {"environment": "production"},
    "hold": {"environment": "production", "reason": "freeze"},
    "resume": {"environment": "production"},
}
# No value of an environment variable or of an argument can hold a NUL: the files' tests do.
BROKEN = {
    "over-long": "x" * 131_000,
    "a newline": "a\nb",
    "a carriage return and a command": "a\r::error::b",
    "an escape sequence": "a\x1b[2Jb",
    "a backspace": "a\x08b",
    "DEL": "a\x7fb",
    "a C1 control character": "a\x85b",
    "invalid UTF-8": "a\udcff\udcfeb",
    "a surrogate in UTF-8": "a\udced\udca0\udc80b",
    "over-long UTF-8": "a\udcc0\udcafb",
    "half a character": "a\udce2\udc82",
}
TRAVERSAL = ("../../../etc/passwd", "/etc/passwd", "a/../../b", "..", "%2e%2e/a", "a\\..\\b",
             "file:///etc/passwd", "-rf", "$(id)", "`id`", "a b", "{}")
# What a person may say, and what is checked by whoever it is shown to.
# What people say, and names that GitHub gives out: they go into JSON, or percent-encoded.
FREE = ("reason", "override_reason", "token", "github_environment", "concurrency_group")
# Semantic Versioning allows an identifier that begins with a dash.
LEGAL = (("prerelease_id", "-rf"),)
# Inputs of `tag` and the two phased operations that are looked at only together with others.
BUMP = {"version": "", "bump": "prerelease"}
ENVIRONMENT_TAG = {"version": "", "tag_type": "environment", "environment": "staging"}
TOGETHER = {"prerelease_id": BUMP, "within": BUMP, "initial_version": BUMP,
            "environment": ENVIRONMENT_TAG, "region": ENVIRONMENT_TAG,
            "require_deployed_in": ENVIRONMENT_TAG, "state": {"tag_type": "state"},
            "deployment_state": {"phase": "finish", "job_status": "success"}}


def declared_inputs():
    """The names of the inputs in action.yml."""
    section = re.search(r"^inputs:\n((?:[ #].*\n|\n)*)", (SOURCE / "action.yml").read_text(),
                        re.MULTILINE)[1]
    return re.findall(r"^  ([a-z_]+):", section, re.MULTILINE)


def used_inputs(operation):
    """The names of the inputs that the operation looks at, from its help."""
    help_text = subprocess.run([BINARY, operation, "--help"], check=True, capture_output=True,
                               text=True, env={}, timeout=10).stdout
    return {name.replace("-", "_") for name in re.findall(r"^ +--([a-z-]+)", help_text, re.MULTILINE)}


class HostileInputs(IntegrationTest):
    place = "local"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")
        self.deploy("v1.0.0", expect="created")
        self.deploy("v1.0.1", expect="moved")
        self.refs = self.project.refs()
        # A value may not only be refused here, it must not reach a shell or a file elsewhere either.
        self.outside = sorted(self.root.iterdir())

    def refuse(self, operation, name, value):
        inputs = {"commit_sha": self.commits[3], **GOOD[operation]}
        if operation == "tag" or name == "deployment_state":
            inputs.update(TOGETHER.get(name, {}))
        inputs[name] = value
        asked = inputs.pop("operation", operation)
        if name == "override_reason":
            inputs["override"] = "true"
        result = self.runner.step(asked, env={"ALLOW_PROTECTED_TAG_PUSH": "true"}, **inputs)
        self.assertIn(result.status, (1, 2), str(result))
        self.assertEqual("refused", result.decision, str(result))
        self.assertEqual(1, len(result.errors), str(result))
        self.assertLess(len(result.errors[0]), 1500, "the value is not shown whole")
        # A mask has to be the token byte for byte.
        log = [line for line in result.stdout.split("\n") if not line.startswith("::add-mask::")]
        self.assertNotIn("\x1b", "".join(log) + result.summary)
        self.assertEqual(self.refs, self.project.refs())
        self.assertEqual(self.outside, sorted(self.root.iterdir()))
        return result

    def test_every_input_declares_itself(self):
        self.assertGreater(len(declared_inputs()), 30)
        for operation in OPERATIONS:
            with self.subTest(operation):
                used = used_inputs(operation)
                self.assertTrue(set(GOOD[operation]) <= used, used)
                self.assertTrue(used - {"help"} <= set(declared_inputs()), used)

    def test_no_input_takes_broken_text(self):
        for operation in OPERATIONS:
            for name in declared_inputs():
                for kind, value in BROKEN.items():
                    with self.subTest(operation=operation, input=name, kind=kind):
                        result = self.refuse(operation, name, value)
                        self.assertEqual((2, "invalid_input"), (result.status, result.reason_code))
                        self.assertIn(name, result.errors[0])

    def test_no_input_that_is_used_takes_a_path_or_a_command(self):
        for operation in OPERATIONS:
            for name in sorted(used_inputs(operation) & set(declared_inputs()) - set(FREE)):
                for value in TRAVERSAL:
                    if (name, value) in LEGAL:
                        continue
                    with self.subTest(operation=operation, input=name, value=value):
                        self.refuse(operation, name, value)

    def test_what_a_person_says_reaches_no_command_and_no_markup(self):
        reason = "::error::x ##[error]y | <script>alert(1)</script> `a` \\"
        result = self.run_step("hold", "recorded", environment="production", reason=reason)
        for line in result.stdout.splitlines():
            if line.startswith("::error"):
                self.fail(str(result))
        self.assertNotIn("<script>", result.summary)
        self.assertEqual(reason, self.project.ledger("production")[0]["holds"][0]["reason"])
        refused = self.deploy("v1.0.2")
        self.assert_refused("held", refused)
        self.assertNotIn("<script>", refused.summary)

    def test_a_token_is_shown_nowhere(self):
        token = "not-a-real-token"
        for inputs in ({}, {"version": "v9.9.9"}):
            result = self.run_step("deploy", env={"SHIPTAG_DEBUG": "1", "RUNNER_DEBUG": "1"},
                                   token=token, **{**GOOD["deploy"], **inputs})
            masked = result.stdout.replace(f"::add-mask::{token}\n", "")
            self.assertNotEqual(masked, result.stdout)
            for text in (masked, result.stderr, result.summary, *result.outputs.values(),
                         self.project.message("production")):
                self.assertNotIn(token, text)

    def test_on_the_command_line_bad_arguments_are_errors_as_well(self):
        rows = [["tag", "--no-such-option", "x"], ["tag", "--version"], ["no-such-operation"],
                ["tag", "deploy"], ["tag", "--version", "v1.0.0", "--version", "v1.0.1"],
                ["tag", "--version", b"\xff"], ["tag", "--token", "x"], [b"\xff"], ["--"],
                ["tag", "--version", "v1.0.0\n"], ["deploy", "--strategy", "semver"], [""]]
        for row in rows:
            with self.subTest(row):
                done = subprocess.run([BINARY, *row, f"--remote={self.project.folder}"],
                                      cwd=self.runner.workspace, capture_output=True, timeout=10,
                                      env={"PATH": "/usr/bin:/bin"})
                self.assertEqual(2, done.returncode, done)
                self.assertIn(b"error", done.stderr)
                self.assertEqual(self.refs, self.project.refs())


if __name__ == "__main__":
    unittest.main()
