"""What GitHub knows decides: the queue, approvals, history, and who may override."""
import json
import time
import unittest

from github_fixture import GithubTest


def ago(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - seconds))


class GithubDecisions(GithubTest):
    def setUp(self):
        super().setUp()
        self.add_versions("v1.0.0", "v1.0.1", "v1.0.2")

    def queue(self, started):
        return json.loads(started.outputs["deployment_queue"])

    def let_deployments_take(self, seconds):
        """Deploys v1.0.0, and has the ledger say how long it took."""
        self.deploy("v1.0.0", expect="created")
        line = self.project.ledger("production")[0]
        message = self.project.message("production").replace(line["started_at"], ago(seconds), 1)
        self.project.add_tag("production", self.commits[0], message + "\n")

    def test_the_queue_is_that_of_the_concurrency_group(self):
        self.let_deployments_take(600)
        holder = self.new_run(name="Release", created_at=ago(60))
        runs = [holder, self.new_run(name="Hotfix"), self.new_run()]
        for run, status in zip(runs, ("in_progress", "pending", "pending")):
            self.github.add_to_group("deploy-production", run, status)
        started = self.start(version="v1.0.1", run=runs[2])
        self.assertEqual("2", started.outputs["queue_position"])
        self.assertAlmostEqual(2 * 600 - 60, int(started.outputs["estimated_wait_time"]), delta=20)
        queue = self.queue(started)
        self.assertEqual({"environment", "queue", "current_deployment", "locked_at"}, set(queue))
        current = queue["current_deployment"]
        self.assertEqual(("production", self.github.runs[holder].created_at, "in_progress",
                          str(holder), "Release", self.run_page(holder), False),
                         (queue["environment"], queue["locked_at"], *(current[name] for name in (
                             "status", "workflow_run_id", "run_name", "run_url",
                             "waits_for_approval"))))
        self.assertEqual([(str(runs[1]), "queued", 1), (str(runs[2]), "queued", 2)],
                         [(each["workflow_run_id"], each["status"], each["queue_position"])
                          for each in queue["queue"]])
        self.assertEqual(queue, started.result["deployment_queue"])
        self.assertIn(f"run {holder} has been running since {queue['locked_at']}; 2 waiting",
                      started.summary)

    def test_who_has_the_group_does_not_wait(self):
        run = self.new_run()
        self.github.add_to_group("deploy-production", run)
        self.github.add_to_group("deploy-production", self.new_run(), "pending")
        started = self.start(version="v1.0.0", run=run)
        self.assertEqual(("", ""), tuple(started.outputs[name] for name in
                                         ("queue_position", "estimated_wait_time")))
        self.assertEqual(str(run), self.queue(started)["current_deployment"]["workflow_run_id"])
        self.assertIn("; 1 waiting", started.summary)

    def test_a_group_can_be_held_by_a_run_that_waits_for_approval(self):
        holder = self.new_run(status="waiting")
        self.github.add_to_group("Any group/of ours", holder)
        started = self.start(version="v1.0.0", concurrency_group="Any group/of ours")
        self.assertTrue(self.queue(started)["current_deployment"]["waits_for_approval"])
        self.assertIn(f"run {holder} has been waiting for approval since", started.summary)

    def test_the_group_of_a_sub_project_has_its_name(self):
        self.add_versions("api/v1.0.0")
        holder = self.new_run()
        self.github.add_to_group("deploy-api/production", holder)
        started = self.start(version="v1.0.0", sub_project="api")
        self.assertEqual(str(holder), self.queue(started)["current_deployment"]["workflow_run_id"])

    def test_without_a_group_the_deployments_under_way_are_the_queue(self):
        self.assertIsNone(self.queue(self.start(
            version="v1.0.0", environment="staging"))["current_deployment"])
        first = self.start(version="v1.0.0")
        refused = self.start(expect="conflict", version="v1.0.1")
        queue = self.queue(refused)
        current = queue["current_deployment"]
        self.assertEqual((first.outputs["deployment_id"], "v1.0.0", str(first.run), []),
                         (current["deployment_id"], current["version"]["semver"],
                          current["workflow_run_id"], queue["queue"]))
        self.assertEqual(current["started_at"], queue["locked_at"])

    def test_an_approval_is_seen(self):
        self.configure("production", requires_approval=True)
        rows = [("nobody was asked", [], "approval_required"),
                ("for another environment", [("staging", "approved")], "approval_required"),
                ("rejected", [("production", "rejected")], "approval_required"),
                ("rejected after all", [("production", "approved"), ("production", "rejected")],
                 "approval_required"),
                ("approved", [("production", "approved")], "started"),
                ("approved after all", [("production", "rejected"), ("Production", "approved")],
                 "started")]
        for name, verdicts, code in rows:
            with self.subTest(name):
                run = self.new_run()
                for environment, state in verdicts:
                    self.github.approve(run, environment, state=state)
                started = self.start(version="v1.0.0", run=run, expect=code)
                if code == "started":
                    self.finish(started, "failure")
                else:
                    self.assert_refused(code, started)
                    for words in ("environment: production", "Settings, Environments",
                                  "GitHub Enterprise"):
                        self.assertIn(words, started.errors[0])
                    self.assertEqual([], self.github.deployments)

    def test_an_approval_is_for_githubs_environment_also_where_no_deployment_is_kept(self):
        inputs = {"version": "v1.0.0", "approval": "required", "github_deployment": "off",
                  "github_environment": "Production (EU)"}
        run = self.new_run()
        self.github.approve(run, "production")
        self.assert_refused("approval_required", self.start(run=run, expect=None, **inputs))
        self.github.approve(run, "Production (EU)")
        self.start(run=run, **inputs)

    def test_a_job_that_could_not_have_started_without_was_approved(self):
        for types, code in ((("WAIT_TIMER",), "approval_required"),
                            (("BRANCH_POLICY", "REQUIRED_REVIEWERS"), "started")):
            with self.subTest(types):
                run = self.new_run()
                self.github.add_job_deployment("production", run)
                self.github.protect("production", *types)
                _, requests = self.requests_of(lambda: self.start(
                    version="v1.0.0", approval="required", run=run, expect=code))
                asked = [name for name in requests if name.endswith("/approvals")]
                self.assertEqual(0 if code == "started" else 1, len(asked), requests)

    def test_an_approval_can_be_advice_or_off(self):
        for approval, notices in (("advisory", 1), ("off", 0)):
            result = self.deploy("v1.0.0", approval=approval)
            self.assertEqual(notices, result.stdout.count("title=No approval"), str(result))

    def forget_all_but_the_newest_line(self):
        message, lines = self.project.message("production"), self.project.ledger("production")
        head = message.rstrip().split("\n\n")[:-1]
        newest = next(line for line in message.splitlines() if line.startswith("{"))
        self.assertGreater(len(lines), 1)
        self.project.add_tag("production", self.project.tags()["production"],
                             "\n\n".join([*head, newest]) + "\n")
        self.assertEqual(1, len(self.project.ledger("production")))

    def test_a_version_that_only_github_saw_deployed_can_be_rolled_back_to(self):
        for version in ("v1.0.0", "v1.0.1", "v1.0.2"):
            self.deploy(version)
        self.forget_all_but_the_newest_line()
        self.assert_refused("no_target", self.roll_back(github_deployment="off"))
        self.assertEqual("v1.0.1", self.roll_back("moved").outputs["target_version"])

    def add_foreign(self, count):
        """As many deployments of another sub-project, newer than all that are there."""
        payload = json.loads(json.dumps(self.github.deployments[0].payload))
        payload["shiptag"]["version"] = "web/v7.0.0"
        for number in range(count):
            payload["shiptag"]["deployment_id"] = f"deploy-20260101-000000-{number:06x}"
            self.github.add_deployment("production", states=["success"], created_at=ago(-5),
                                       payload=json.loads(json.dumps(payload)))

    def test_history_is_read_on_where_the_newest_hundred_have_no_target(self):
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        self.forget_all_but_the_newest_line()
        self.add_foreign(250)
        result, requests = self.requests_of(lambda: self.roll_back("moved"))
        self.assertEqual("v1.0.0", result.outputs["target_version"])
        self.assertEqual(3, requests.count("EnvironmentRecords"), requests)

    def test_a_lost_ledger_is_rebuilt_with_its_holds(self):
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        self.roll_back("moved", reason="p99 latency doubled")
        before = self.project.ledger("production")
        self.add_foreign(120)
        self.project.git("tag", "-d", "production")
        refused = self.deploy("v1.0.2")
        self.assert_refused("held", refused)
        self.assertIn("p99 latency doubled", refused.errors[0])
        result = self.deploy("v1.0.2", release_hold="true", expect="created")
        self.assertEqual("v1.0.0", result.outputs["previous_version"])
        self.assertIn("production has no ledger: its history and holds were rebuilt from the 3 "
                      "deployments that GitHub recorded", result.summary)
        after = self.project.ledger("production")[1:]
        for line in (*before, *after):
            del line["completed_at"]  # GitHub's clock says when
        self.assertEqual(before, after)

    def test_a_rollback_too_rebuilds_a_lost_ledger(self):
        for version in ("v1.0.0", "v1.0.1"):
            self.deploy(version)
        for lost in (lambda: self.project.git("tag", "-d", "production"),
                     lambda: self.project.add_tag("production", self.commits[1])):
            with self.subTest():
                lost()
                started = self.start("rollback")
                self.assertEqual("v1.0.0", started.outputs["target_version"])
                self.finish(started)
                self.assertEqual("rollback", self.project.ledger("production")[0]["operation"])
                self.assertEqual(self.commits[0], self.project.tags()["production"])
                self.deploy("v1.0.1", release_hold="true", expect="moved")

    def test_a_version_that_github_saw_in_staging_may_go_on(self):
        rule = {"require_deployed_in": "staging"}
        self.deploy("v1.0.0", "staging")
        self.project.git("tag", "-d", "staging")
        self.assert_refused("not_deployed_in", self.deploy("v1.0.1", **rule))
        self.assert_refused("not_deployed_in",
                            self.deploy("v1.0.0", github_deployment="off", **rule))
        self.deploy("v1.0.0", expect="created", **rule)

    def override(self, version, reason="hotfix for an outage", **options):
        return self.deploy(version, override="true", override_reason=reason, **options)

    def test_an_administrator_may_override_and_it_is_recorded_everywhere(self):
        self.deploy("v1.0.1", expect="created")
        self.github.people |= {"octocat": "admin", "hubot": "write"}
        result = self.override("v1.0.0", env={
            "GITHUB_ACTOR": "hubot", "GITHUB_TRIGGERING_ACTOR": "octocat"}, expect="moved")
        record = {"by": "octocat", "reason": "hotfix for an outage", "lifted": ["stale"],
                  "previous_tag_object": None}
        self.assertEqual(record, self.project.ledger("production")[0]["override"])
        self.assertEqual(record, self.github.deployments[-1].payload["shiptag"]["override"])
        warning = next(line for line in result.stdout.splitlines()
                       if line.startswith("::warning title=Override"))
        for words in ("stale", "hotfix for an outage", "octocat"):
            self.assertIn(words, warning)
            self.assertIn(words, result.summary)
        self.assertIn("Override by octocat: hotfix", self.project.message("production"))

    def test_nobody_else_may_override(self):
        self.deploy("v1.0.1", expect="created")
        self.github.people["hubot"] = "admin"
        before = self.project.refs(), self.github.deployments[:]
        for login, role in (("octocat", "write"), ("octocat", "maintain"), ("monalisa", None)):
            with self.subTest(f"{login} {role}"):
                if role:
                    self.github.people[login] = role
                refused = self.override("v1.0.0", env={
                    "GITHUB_ACTOR": "hubot", "GITHUB_TRIGGERING_ACTOR": login,
                    "ALLOW_PROTECTED_TAG_PUSH": "true"})
                self.assert_refused("override_not_permitted", refused)
                self.assertIn(login, refused.errors[0])
                self.assertEqual(before, (self.project.refs(), self.github.deployments))

    def test_a_version_tag_that_is_moved_says_who_overrode_and_why(self):
        self.github.people["octocat"] = "admin"
        self.run_step("tag", "moved", version="v1.0.0", commit_sha=self.commits[4],
                      override="true", override_reason="tagged the wrong commit")
        self.assertIn("Override by octocat: tagged the wrong commit",
                      self.project.message("v1.0.0"))


if __name__ == "__main__":
    unittest.main()
