"""Runs a workflow file under nektos/act, offline, on images that the engine has already.

    act = Act(program, cache, {"your-org/shiptag@v1": folder})
    ran = act.start("push", workflow, checkout, environment, payload).wait()
    ... ran.status, ran.step("deploy").outputs, ran.step("deploy", "Post").summary ...
"""
import dataclasses
import json
import os
import signal
import subprocess
import uuid

JOB_IMAGE = "debian:trixie-slim"
LIMIT = 240  # seconds


@dataclasses.dataclass
class Step:
    """One stage of a step, `Main` or `Post`, in one job; act names a step without id by number."""

    job: str
    matrix: dict
    name: str
    stage: str
    entries: list = dataclasses.field(default_factory=list)

    @property
    def outputs(self):
        return {entry["name"]: entry["arg"] for entry in self.entries
                if entry.get("command") == "set-output"}

    @property
    def summary(self):
        return "".join(entry["content"] for entry in self.entries
                       if entry.get("command") == "summary")

    @property
    def result(self):
        """success or failure; None while it has not ended."""
        return next((entry["stepResult"] for entry in self.entries if "stepResult" in entry), None)

    @property
    def output(self):
        """What it printed; workflow commands are among annotations() instead."""
        return "".join(entry["msg"] for entry in self.entries if entry.get("raw_output"))

    def annotations(self, kind):
        """The texts of its `error`, `warning` or `notice` commands."""
        # act knows no notices, and hands them through as they came.
        return [entry.get("arg") or entry["msg"] for entry in self.entries
                if entry.get("command") == kind or f"::{kind} " in entry["msg"]]


class Run:
    """What came of a workflow: act's exit status, and its steps in the order they began."""

    def __init__(self, status, log):
        self.status, self.log = status, log
        self._steps = {}
        for line in log.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # act's own complaints before there is a job
            if "stepID" in entry and "stage" in entry:
                self._step_of(entry).entries.append(entry)

    def _step_of(self, entry):
        matrix = entry.get("matrix") or {}
        name = entry["stepID"][0]  # A composite action's steps count as the step that uses it.
        key = (entry["jobID"], json.dumps(matrix, sort_keys=True), name, entry["stage"])
        return self._steps.setdefault(key, Step(entry["jobID"], matrix, name, entry["stage"]))

    @property
    def steps(self):
        return list(self._steps.values())

    def step(self, name, stage="Main", job=None, **matrix):
        """The one step of that id, in that job and with those values of the matrix."""
        found = [step for step in self.steps
                 if (step.name, step.stage) == (name, stage) and job in (None, step.job)
                 and matrix.items() <= step.matrix.items()]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} steps are {stage} {name} {matrix}:\n{self}")
        return found[0]

    def __str__(self):
        lines = []
        for step in self.steps:
            lines.append(f"--- {step.job} {step.matrix or ''} {step.stage} {step.name}")
            lines += [entry["msg"].rstrip() for entry in step.entries]
        return f"exit {self.status}\n" + "\n".join(lines if lines else [self.log])


class Act:
    """act as `program`, with what it keeps in the folder `cache`.

    repositories  Folders to take actions from: {"your-org/shiptag@v1": folder}.
    secrets, variables  What a workflow reads as `secrets` and `vars`.
    """

    def __init__(self, program, cache, repositories):
        self.program, self.cache = str(program), cache
        self.repositories = repositories
        self.secrets, self.variables = {}, {}
        cache.mkdir()

    def start(self, event, workflow, checkout, environment, payload):
        """Runs the jobs of `workflow` for `event`; returns a RunningAct.

        checkout  The folder of which actions/checkout makes a copy.
        """
        path = self.cache / f"event-{uuid.uuid4().hex}.json"
        path.write_text(json.dumps(payload))
        command = [self.program, event, "--workflows", str(workflow), "--directory", str(checkout),
                   "--eventpath", str(path), "--platform", f"ubuntu-latest={JOB_IMAGE}",
                   "--pull=false", "--action-offline-mode", "--no-cache-server",
                   "--action-cache-path", str(self.cache), "--actor", payload["sender"]["login"],
                   "--rm", "--json"]
        pairs = {"--env": environment, "--secret": self.secrets, "--var": self.variables,
                 "--local-repository": self.repositories}
        for option, values in pairs.items():
            for name, value in values.items():
                command += [option, f"{name}={value}"]
        log = self.cache / f"log-{uuid.uuid4().hex}"
        with open(log, "wb") as written:
            process = subprocess.Popen(command, env=self._own_environment(), stdout=written,
                                       stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        return RunningAct(process, log)

    def _own_environment(self):
        """Nothing of the machine's own act, git or proxy settings; the engine's address."""
        engine = {name: os.environ[name] for name in ("DOCKER_HOST",) if name in os.environ}
        return {"PATH": os.environ["PATH"], "HOME": str(self.cache), "LANG": "C.UTF-8",
                "ACT_DISABLE_VERSION_CHECK": "1", **engine}


class RunningAct:
    """A workflow that is being run."""

    def __init__(self, process, log):
        self._process, self._log = process, log

    def log(self):
        """What act has said so far."""
        return self._log.read_text()

    def cancel(self):
        """Has the run cancelled, as a person does with Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def wait(self, limit=LIMIT):
        """Waits for the end of the run, and returns what came of it."""
        try:
            self._process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            self.cancel()  # It removes its containers.
            self._process.wait(timeout=60)
            raise TimeoutError(f"act took more than {limit} s:\n{self.log()}") from None
        return Run(self._process.returncode, self.log())
