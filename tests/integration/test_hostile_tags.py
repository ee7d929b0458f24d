"""The grammar of tags, with names that break it, and tags that others made."""
import json
import unittest

from fixture import IntegrationTest

ALLOWED = {"ALLOW_PROTECTED_TAG_PUSH": "true"}


class HostileTagsLocal(IntegrationTest):
    place = "local"

    def refuse_all(self, operation, rows, code="invalid_input", **inputs):
        before = self.project.refs()
        for row in rows:
            with self.subTest(row):
                result = self.run_step(operation, **{**inputs, **row})
                self.assert_refused(code, result)
                self.assertEqual(before, self.project.refs())

    def test_versions_that_are_none(self):
        versions = ["v1", "v1.2", "v1.2.3.4", "v01.2.3", "v1.02.3", "v1.2.03", "v-1.2.3", "v1.2.x",
                    "v1.2.3+build", "v1.2.3-", "v1.2.3-a..b", "v1.2.3-01", "v1.2.3-a_b",
                    "v18446744073709551616.0.0", "v1.2.3-stable", "v1.2.3-unstable",
                    "v1.2.3-deprecated", "v1.2.3-rc.1-stable", "v1.2.3-rc.1-unstable",
                    "v1.2.3-rc.1-deprecated", "latest", "V1.2.3", "v1.2.3~1", "v1.2.3^", "v1.2.3:x",
                    "v1.2.3?", "v1.2.3*", "v1.2.3[", "v1.2.3 ", "v1.2.3.lock", "@{0}", "web/v1.2.3",
                    "v1.2.3-rc..1", "v1.2.3-" + "x" * 300, "0" * 40]
        rows = [{"version": version} for version in versions if version.strip() == version]
        self.refuse_all("tag", rows, sub_project="api", commit_sha=self.commits[0])

    def test_sub_projects_that_are_none(self):
        paths = ["/api", "api/", "a//b", ".", "..", "a/../b", ".hidden", "a/.b", "-a", "a/-b",
                 "a.", "a.lock", "a.lock/b", "a b", "a~b", "a^b", "a:b", "a?b", "a*b", "a[b", "a\\b",
                 "a@{b", "ä", "production", "a/staging/b", "canary", "v1", "v1.2", "a/v1.2.3",
                 "v1.2.3-rc.1", "x" * 201]
        self.refuse_all("tag", [{"sub_project": path} for path in paths], version="v1.0.0",
                        commit_sha=self.commits[0])

    def test_other_inputs_that_do_not_fit(self):
        self.project.add_tag("v1.0.0", self.commits[0])
        commit = {"commit_sha": self.commits[0]}
        self.refuse_all("tag", [
            {}, {"version": "v1.0.1", "bump": "patch"}, {"bump": "huge"},
            {"bump": "prerelease", "prerelease_id": "a..b"},
            {"bump": "prerelease", "prerelease_id": "stable"}, {"bump": "patch", "within": "v1.x"},
            {"bump": "patch", "within": "1"}, {"bump": "patch", "initial_version": "one"},
            {"tag_type": "branch", "version": "v1.0.1"}, {"tag_type": "state", "version": "v1.0.0"},
            {"tag_type": "state", "version": "v1.0.0", "state": "great"},
            {"tag_type": "environment"}, {"version": "v1.0.1", "dry_run": "yes"},
            {"version": "v1.0.1", "timeout_seconds": "0"}, {"version": "v1.0.1", "delete": "true"},
            {"version": "v1.0.1", "timeout_seconds": "99999999999999999999"},
            {"version": "v1.0.1", "environments_dir": "no-such-folder"},
            {"version": "v1.0.1", "override": "true"}], **commit)
        self.refuse_all("tag", [{"commit_sha": value} for value in
                                ("main", "0123", self.commits[0] + "0", "g" * 40)], version="v1.0.1")
        place = {"environment": "production"}
        self.refuse_all("deploy", [
            {"environment": name} for name in
            ("", "Production", "a b", "1st", "-a", "a/b", "ä", "x" * 101, "a_b", "v1", "global")] + [
            {"region": "useast", **place}, {"region": "us-east-1", **place}, {**place, "phase": "later"},
            {**place, "sub_project": "api", "version": "web/v1.0.0"}, {**place, "job_status": "great"},
            {**place, "environment_url": "javascript:x"}, {**place, "phase": "finish"},
            {**place, "approval": "maybe"}], version="v1.0.0", environments_dir="none")
        self.refuse_all("rollback", [{**place, "strategy": "best"}, {**place, "hold": "all"},
                                     {**place, "history": "some"},
                                     {**place, "target_version": "latest"}])
        self.refuse_all("hold", [{**place}, {**place, "reason": "x" * 501},
                                 {**place, "reason": "x", "until": "soon"},
                                 {**place, "reason": "x", "until": "2001-01-01T00:00:00Z"}])

    def test_a_commit_that_the_server_has_not_is_refused(self):
        before = self.project.refs()
        result = self.run_step("tag", version="v1.0.0", commit_sha="0123456789" * 4)
        self.assertEqual("refused", result.decision, str(result))
        self.assertEqual(before, self.project.refs())

    def test_a_version_named_like_an_environment_needs_that_environments_folder(self):
        tag = {"version": "v1.0.0-production", "commit_sha": self.commits[0]}
        self.assert_refused("environment_not_configured", self.run_step("tag", **tag))
        self.configure("production")
        self.assertEqual("created", self.run_step("tag", **tag).reason_code)

    def test_tags_of_others_are_left_alone(self):
        for name in ("v1.0.0-rc.1-stable", "v99999999999999999999.0.0", "v1.0", "latest", "v1.2.3.4",
                     "x-v9.0.0", "other/v9.0.0", "v01.0.0"):
            self.project.add_tag(name, self.commits[0])
        self.project.add_tag("v1.0.0", self.commits[0])
        result = self.run_step("tag", "created", bump="patch", commit_sha=self.commits[1])
        self.assertEqual("v1.0.1", result.outputs["version"])

    def test_a_ledger_that_is_not_understood_is_never_overwritten_but_by_an_override(self):
        self.add_versions("v1.0.0", "v1.0.1")
        self.deploy("v1.0.0", expect="created")
        good = self.project.message("production") + "\n"
        line = good.rstrip().splitlines()[-1]
        rows = {
            "cut off": good.rstrip()[:-9].encode(),
            "a newer schema": good.replace('"schema":1', '"schema":2').encode(),
            "another line behind it": (good + "Signed-off-by: someone\n").encode(),
            "deep": f"x\n\n{{{'[' * 100000}\n".encode(),
            "invalid UTF-8": good.replace("octocat", "octo\xff").encode("latin-1"),
            "half a surrogate pair": good.replace('"octocat"', '"\\udc00"').encode(),
            "a member twice": good.replace('"schema":1', '"schema":1,"schema":1').encode(),
            "a number too large": good.replace('"run_attempt":1', '"run_attempt":1e999').encode(),
            "a failed line": good.replace('"succeeded"', '"failed"').encode(),
            "a wrong commit": good.replace(self.commits[0], "main").encode(),
            "a hold that is none": good.replace('"holds":[]', '"holds":[{}]').encode(),
            "a blank line in it": (good + "\n" + line + "\n").encode(),
            "long": f"x\n\n{{\"x\":\"{'y' * 1_100_000}\"}}\n".encode(),
        }
        for name, message in rows.items():
            with self.subTest(name):
                self.project.add_tag("production", self.commits[0], message)
                for operation, inputs in (("deploy", {"version": "v1.0.1"}), ("rollback", {}),
                                          ("hold", {"reason": "freeze"})):
                    self.refuse_all(operation, [inputs], "ledger_unreadable",
                                    environment="production")
                self.replace_by_override()

    def replace_by_override(self):
        old = self.project.git("rev-parse", "refs/tags/production")
        self.deploy("v1.0.1", expect="moved", env=ALLOWED, override="true", override_reason="broken")
        ledger = self.project.ledger("production")
        self.assertEqual(1, len(ledger))
        self.assertEqual(old, ledger[0]["override"]["previous_tag_object"])
        self.assertEqual(["ledger_unreadable"], ledger[0]["override"]["lifted"])

    def test_a_nul_in_a_ledger_is_not_the_end_of_it(self):
        self.add_versions("v1.0.0", "v1.0.1")
        self.deploy("v1.0.0", expect="created")
        raw = self.project.git("cat-file", "tag", "refs/tags/production") + "\n"
        raw = raw.replace('"triggered_by":"octocat"', '"triggered_by":"octo\0cat"').encode()
        object_id = self.project.git("hash-object", "-t", "tag", "-w", "--stdin", "--literally",
                                     stdin=raw)
        self.project.git("update-ref", "refs/tags/production", object_id)
        self.refuse_all("deploy", [{}], "ledger_unreadable", version="v1.0.1",
                        environment="production")

    def test_unknown_members_and_a_signature_do_not_break_a_ledger(self):
        self.add_versions("v1.0.0", "v1.0.1")
        self.deploy("v1.0.0", expect="created")
        self.run_step("hold", "recorded", environment="production", reason="freeze")
        message = self.project.message("production").replace(
            '"reason":"freeze"', '"reason":"freeze","later":{"x":[1,"é"]}').replace(
            '"schema":1', '"schema":1,"also_later":true')
        signature = "-----BEGIN PGP SIGNATURE-----\n\nbm90LXJlYWw=\n-----END PGP SIGNATURE-----\n"
        self.project.add_tag("production", self.commits[0], f"{message}\n{signature}")
        self.run_step("hold", "recorded", environment="production", reason="another")
        lines = self.project.message("production").rstrip().split("\n\n")[-1].splitlines()
        self.assertEqual({"x": [1, "é"]}, json.loads(lines[0])["holds"][0]["later"])
        self.assertTrue(all('"also_later":true' in line for line in lines[1:]), lines)


class HostileTagsHttp(HostileTagsLocal):
    place = "http"


if __name__ == "__main__":
    unittest.main()
