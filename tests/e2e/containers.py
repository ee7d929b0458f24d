"""Starts the image as GitHub's runner does, by the container tests' runner."""
from story import IMAGE, SOURCE, TOKEN

from runner import Runner, declared_inputs

INPUTS = {**declared_inputs((SOURCE / "action.yml").read_text()), "token": TOKEN}


class StepContainers(Runner):
    """One job: its folders, its environment and the containers that ran in it."""

    def __init__(self, folder, context):
        self.arguments = ()
        super().__init__(IMAGE, folder, INPUTS, {
            "GITHUB_RUN_ID": "1234567890", "GITHUB_RUN_ATTEMPT": "1", "GITHUB_JOB": "deploy",
            "GITHUB_ACTOR": "octocat", "GITHUB_TRIGGERING_ACTOR": "octocat", **context})

    def start(self, with_, entrypoint=None, options=(), arguments=()):
        """Starts a container; `arguments` take the place of the image's own."""
        self.arguments = arguments
        # A default that the runner works out itself, for each step and post step anew.
        return super().start({"job_status": "this_job:success", **with_}, entrypoint, options)

    def _command(self, environment, entrypoint, options):
        return [*super()._command(environment, entrypoint, options), *self.arguments]
