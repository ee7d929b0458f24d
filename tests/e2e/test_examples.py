"""Every workflow in examples/, as it stands but for what act does not know."""
import re

from story import ACTIONS, SOURCE, StoryTest

EXAMPLES = SOURCE / "examples"
# act gives a post step none of the inputs that are left to their defaults.
PHASED = re.compile(r"^( +)operation: (?:deploy|rollback)\n(?:\1.*\n)*", re.MULTILINE)
UNKNOWN_TO_ACT = re.compile(r"^ +(?:queue: max|deployment: false)\n", re.MULTILINE)
APP_TOKEN = re.compile(r"actions/create-github-app-token@\w+")


def for_act(text):
    """An example as act can run it."""
    def spell_out(step):
        indentation, inputs = step[1], step[0]
        for name, value in (("job_status", "job.status"), ("token", "github.token")):
            if f"{indentation}{name}: " not in inputs:
                inputs += f"{indentation}{name}: ${{{{ {value} }}}}\n"
        return inputs
    return PHASED.sub(spell_out, UNKNOWN_TO_ACT.sub("", text))


class ExamplesTest(StoryTest):
    def setUp(self):
        super().setUp()
        self.act.secrets["SHIPTAG_APP_PRIVATE_KEY"] = "not-a-real-key"
        self.act.variables["SHIPTAG_APP_CLIENT_ID"] = "an App"

    def repositories(self):
        app = APP_TOKEN.search((EXAMPLES / "rollback.yml").read_text())[0]
        return {**super().repositories(), app: ACTIONS / "create-github-app-token"}

    def example(self, name, event="workflow_dispatch", **inputs):
        """Runs an example and sees that all of it went well."""
        ran = self.start_example(name, event, **inputs)
        self.assert_passed(ran)
        return ran

    def start_example(self, name, event="workflow_dispatch", **inputs):
        """Runs an example, however it ends."""
        workflow = self.root / name
        workflow.write_text(for_act((EXAMPLES / name).read_text()))
        return self.run_workflow(workflow, event, inputs)

    def deploy(self, environment, *versions):
        for version in versions:
            commit = self.project.tags()[version]
            ran = self.example("deploy.yml", environment=environment, version=version)
            self.assertEqual(f"approved\ndeploying {version} ({commit}) to {environment}\n",
                             self.printed(ran))

    @staticmethod
    def printed(ran):
        """What the steps behind an example's own printed."""
        return "".join(step.output for step in ran.steps if step.name.isdecimal())

    def test_every_example_has_a_story(self):
        stories = {name.removeprefix("test_").replace("_", "-") + ".yml" for name in dir(self)
                   if name.startswith("test_")} - {"every-example-has-a-story.yml"}
        self.assertEqual(stories, {path.name for path in EXAMPLES.iterdir()})

    def test_tag_on_merge(self):
        self.commit_versions("v1.2.2")
        merged = self.commit({"README.md": "A better project\n"})
        ran = self.example("tag-on-merge.yml", "push")
        self.assertEqual("building v1.2.3\n", self.printed(ran))
        tags = self.project.tags()
        for tag in ("v1.2.3", "v1.2", "v1"):
            self.assertEqual(merged, tags[tag])

    def test_tag_assignment(self):
        head = self.project.git("rev-parse", "main")
        self.example("tag-assignment.yml", version="v1.0.0", state="none", commit_sha="")
        self.example("tag-assignment.yml", version="v1.0.0", state="stable", commit_sha="")
        self.assertEqual({"v1.0.0": head, "v1.0.0-stable": head}, self.project.tags())

    def test_deploy(self):
        self.commit_environment("staging")
        self.commit_versions("v1.0.0")
        self.deploy("staging", "v1.0.0")
        self.assert_runs("staging", "v1.0.0")
        self.assert_statuses(["queued", "in_progress", "success"])

    def test_deploy_regions(self):
        self.commit_environment("production", regions=("us-east", "eu-west"))
        self.commit_versions("v1.0.0")
        ran = self.example("deploy-regions.yml", version="v1.0.0")
        for region in ("us-east", "eu-west"):
            self.assertIn(f"deploying v1.0.0 to {region}, ", self.printed(ran))
        self.assert_runs("production", "v1.0.0")
        self.assert_statuses(*[["queued", "in_progress", "success"]] * 2)

    def test_promote(self):
        self.commit_versions("v1.0.0", "v1.1.0")
        self.deploy("staging", "v1.0.0")
        ran = self.example("promote.yml", version="v1.0.0")
        self.assertIn(" after nothing\n", self.printed(ran))
        self.assert_runs("production", "v1.0.0")

        refused = self.start_example("promote.yml", version="v1.1.0")
        self.assertEqual("not_deployed_in", refused.step("deploy").outputs["reason_code"])
        self.assert_runs("production", "v1.0.0")

    def test_rollback(self):
        self.commit_versions("v1.0.0", "v1.1.0")
        self.deploy("production", "v1.0.0", "v1.1.0")
        self.act.secrets["GITHUB_TOKEN"] = "not-the-app's-token"
        ran = self.example("rollback.yml", environment="production", target_version="auto",
                           reason="the error rate doubled")
        self.assertIn(f"deploying v1.0.0 ({self.project.tags()['v1.0.0']}) to production again\n",
                      self.printed(ran))
        self.assert_runs("production", "v1.0.0")
        self.assertEqual([["queued", "in_progress", "success", "inactive"]] * 2
                         + [["queued", "in_progress", "success"]],
                         [each.states for each in self.github.deployments])

    def test_monorepo(self):
        self.commit_versions("api/v1.4.0")
        merged = self.commit({"api/app": "better\n"})
        ran = self.example("monorepo.yml", "push")
        tags = self.project.tags()
        for version, tag in (("api/v1.4.1", "api/staging"), ("web/v0.1.0", "web/staging")):
            self.assertIn(f"deploying {version} ({merged}) to staging\n", self.printed(ran))
            self.assertEqual([merged] * 2, [tags[version], tags[tag]])

    def test_freeze(self):
        self.commit_versions("v1.0.0", "v1.1.0")
        self.deploy("production", "v1.0.0")
        freeze = {"environment": "production", "until": "2999-01-02T08:00:00Z"}
        self.example("freeze.yml", operation="hold", reason="nobody is here", **freeze)
        refused = self.start_example("deploy.yml", environment="production", version="v1.1.0")
        self.assertEqual("held", refused.step("deploy").outputs["reason_code"])
        self.example("freeze.yml", operation="resume", reason="we are back", **freeze)
        self.deploy("production", "v1.1.0")
        self.assert_runs("production", "v1.1.0")
