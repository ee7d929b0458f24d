"""The rules of the environments' configuration, of overrides, and of what others did to the tags."""
import json
import unittest

from fixture import IntegrationTest

ALLOWED = {"ALLOW_PROTECTED_TAG_PUSH": "true"}


class RulesLocal(IntegrationTest):
    place = "local"

    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")

    def refuse_untouched(self, code, operation, **options):
        """Sees that a step is refused with `code` and changes nothing."""
        before = self.project.refs()
        result = self.run_step(operation, **options)
        self.assert_refused(code, result)
        self.assertEqual(before, self.project.refs())
        return result

    def override(self, reason="the building is on fire", **inputs):
        return {"override": "true", "override_reason": reason, **inputs}

    def test_a_configured_environment_hands_its_paths_on(self):
        self.configure("production", "us-east", requires_approval=False, url="https://example.com")
        result = self.deploy("v1.0.0", region="us-east", expect="created")
        self.assertEqual(("environments/production", "environments/production/secrets.enc",
                          "https://example.com"),
                         tuple(result.outputs[name] for name in
                               ("config_path", "secrets_file", "environment_url")))
        self.assertEqual({"aws": "us-east-1"}, json.loads(result.outputs["cloud_mappings"]))
        environment = result.result["deployment"]["environment"]
        self.assertEqual((True, False), (environment["is_production"],
                                         environment["requires_approval"]))

    def test_what_is_not_configured_is_refused_with_what_to_do(self):
        self.configure("production", "us-east")
        missing = self.refuse_untouched("environment_not_configured", "deploy", version="v1.0.0",
                                        environment="staging")
        self.assertIn("mkdir", missing.errors[0])
        self.refuse_untouched("environment_not_configured", "deploy", version="v1.0.0",
                              environment="nowhere")
        self.refuse_untouched("region_not_configured", "deploy", version="v1.0.0",
                              environment="production", region="eu-west")

    def test_an_environment_of_its_own_name_needs_its_folder(self):
        self.configure("demo")
        self.deploy("v1.0.0", "demo", "created")
        self.deploy("v1.0.0", "other", "created", environments_dir="none")

    def test_secrets_that_are_not_encrypted_are_refused_without_showing_them(self):
        folder = self.configure("production")
        good = (folder / "secrets.enc").read_text()
        rows = {"plain YAML": "password: not-a-real-secret\n",
                "plain beside encrypted": good + "token: not-a-real-secret\n",
                "nothing": "", "no file": None,
                "NUL": "password: not-a-real-secret\0\n"}
        for name, text in rows.items():
            with self.subTest(name):
                if text is None:
                    (folder / "secrets.enc").unlink()
                else:
                    (folder / "secrets.enc").write_text(text)
                result = self.refuse_untouched("secrets_not_encrypted", "deploy", version="v1.0.0",
                                               environment="production")
                self.assertNotIn("not-a-real-secret", result.stdout + result.stderr +
                                 result.summary + json.dumps(result.outputs))

    def test_hostile_configuration_files_are_refused(self):
        folder = self.configure("production", "us-east")
        region = folder / "regions" / "us-east" / "region.json"
        rows = {"cut off": "{", "an array": "[]", "deep": "[" * 100000, "NUL": "{}\0",
                "invalid UTF-8": b"\xff", "long": '{"x":"' + "x" * 2_000_000 + '"}',
                "a wrong type": '{"requires_approval":"yes"}',
                "outside": '{"secrets_file":"../../../etc/passwd"}',
                "absolute": '{"secrets_file":"/etc/passwd"}',
                "no URL": '{"url":"javascript:alert(1)"}'}
        for name, text in rows.items():
            with self.subTest(name):
                (folder / "environment.json").write_bytes(
                    text if isinstance(text, bytes) else text.encode())
                self.refuse_untouched("invalid_input", "deploy", version="v1.0.0",
                                      environment="production")
        (folder / "environment.json").unlink()
        for text in ('{"cloud_mappings":{}}', '{"cloud_mappings":{"aws":1}}', "{}", "[]", "\0"):
            with self.subTest(text):
                region.write_text(text)
                result = self.deploy("v1.0.0", region="us-east")
                self.assertIn(result.reason_code, ("invalid_input", "region_not_configured"))
                self.assertIn(result.status, (1, 2))

    def test_a_link_out_of_the_folder_is_refused(self):
        folder = self.configure("production")
        (folder / "secrets.enc").unlink()
        (folder / "secrets.enc").symlink_to("/etc/passwd")
        result = self.deploy("v1.0.0")
        self.assertIn(result.reason_code, ("invalid_input", "secrets_not_encrypted"), str(result))
        self.assertNotIn("root:", result.stdout)
        self.assertEqual([], [name for name in self.project.tags() if name == "production"])

    def test_an_approval_that_is_required_cannot_be_seen_from_git_alone(self):
        self.configure("production", requires_approval=True)
        self.refuse_untouched("approval_required", "deploy", version="v1.0.0",
                              environment="production")
        self.deploy("v1.0.0", expect="created", approval="off")
        self.refuse_untouched("approval_required", "deploy", version="v1.0.0", approval="required",
                              environment="staging", environments_dir="none")

    def test_an_override_lifts_a_rule_where_it_is_permitted_and_is_recorded(self):
        self.deploy("v1.0.1", expect="created")
        self.run_step("hold", "recorded", environment="production", reason="freeze")
        step = {"version": "v1.0.0", "environment": "production", **self.override()}
        self.refuse_untouched("override_not_permitted", "deploy", **step)
        self.refuse_untouched("invalid_input", "deploy", env=ALLOWED,
                              **{**step, "override_reason": ""})
        result = self.run_step("deploy", "moved", env=ALLOWED, **step)
        self.assertTrue(any("the building is on fire" in line for line in result.stdout.splitlines()
                            if line.startswith("::warning")), str(result))
        self.assertIn("the building is on fire", result.summary)
        line = self.project.ledger("production")[0]
        self.assertEqual("the building is on fire", line["override"]["reason"])
        self.assertEqual(["held", "stale"], sorted(line["override"]["lifted"]))
        self.assertIn("the building is on fire", self.project.message("production").split("{")[0])
        self.refuse_untouched("version_not_found", "deploy", env=ALLOWED,
                              **{**step, "version": "v7.0.0"})

    def test_an_override_moves_a_version_and_deletes_a_state(self):
        old = self.project.git("rev-parse", "refs/tags/v1.0.0")
        self.run_step("tag", "moved", env=ALLOWED, version="v1.0.0", commit_sha=self.commits[4],
                      **self.override())
        self.assertEqual(self.commits[4], self.project.tags()["v1.0.0"])
        self.assertIn(old, self.project.message("v1.0.0"))
        state = {"tag_type": "state", "state": "stable", "version": "v1.0.1"}
        self.run_step("tag", "created", **state)
        self.refuse_untouched("immutable", "tag", delete="true", **state)
        self.run_step("tag", "deleted", env=ALLOWED, delete="true", **state, **self.override())
        self.assertNotIn("v1.0.1-stable", self.project.tags())

    def test_an_environment_tag_is_moved_only_if_it_is_asked_for(self):
        tag = {"tag_type": "environment", "environment": "staging"}
        self.run_step("tag", "created", commit_sha=self.commits[0], **tag)
        refused = self.run_step("tag", commit_sha=self.commits[1], **tag)
        self.assertEqual((1, "refused"), (refused.status, refused.decision), str(refused))
        self.run_step("tag", "moved", commit_sha=self.commits[1], force_move="true", **tag)
        self.assertEqual(["tag", "tag"],
                         [line["operation"] for line in self.project.ledger("staging")])
        self.refuse_untouched("version_not_found", "tag", commit_sha=self.commits[5],
                              force_move="true", **tag)

    def test_a_lightweight_tag_has_no_history_and_the_first_deployment_starts_one(self):
        self.project.add_tag("production", self.commits[1])
        self.refuse_untouched("stale", "deploy", version="v1.0.0", environment="production")
        result = self.deploy("v1.0.2", expect="moved")
        self.assertEqual("v1.0.1", result.outputs["previous_version"])
        self.assertEqual(1, len(self.project.ledger("production")))

    def test_a_tag_that_was_moved_by_hand_is_read_from_its_commit(self):
        self.deploy("v1.0.0", expect="created")
        message = self.project.message("production") + "\n"
        self.project.add_tag("production", self.commits[2], message)
        result = self.roll_back("moved")
        self.assertEqual(("v1.0.2", "v1.0.0"), (result.outputs["previous_version"],
                                                result.outputs["target_version"]), str(result))

    def test_a_state_needs_its_version_and_an_alias_is_no_environment(self):
        self.refuse_untouched("version_not_found", "tag", tag_type="state", state="stable",
                              version="v3.0.0")
        for name in ("global", "v1", "v1.2"):
            self.refuse_untouched("invalid_input", "deploy", version="v1.0.0", environment=name,
                                  environments_dir="none")


class RulesHttp(RulesLocal):
    place = "http"


class RulesHttpV0(RulesLocal):
    place = "http_v0"


if __name__ == "__main__":
    unittest.main()
