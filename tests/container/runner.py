"""Starts an image the way GitHub's runner starts a container action, on the host's network."""

import os
import pathlib
import re
import subprocess
import uuid

from fixture import read_outputs


def declared_inputs(action_yml):
    """The inputs of action.yml with their literal defaults, "" where there is none."""
    section = re.search(r"^inputs:\n((?:[ #].*\n|\n)*)", action_yml, re.MULTILINE).group(1)
    inputs = {}
    for line in section.splitlines():
        if name := re.fullmatch(r"  ([A-Za-z_]\w*):", line):
            inputs[name.group(1)] = ""
        elif default := re.fullmatch(r"    default: *(.*)", line):
            inputs[list(inputs)[-1]] = default.group(1).strip("'\"")
    return inputs


class Step:
    """What one container run left behind."""

    def __init__(self, status, log, files):
        self.status, self.log = status, log
        self.outputs = read_outputs(files["OUTPUT"])
        self.summary = files["STEP_SUMMARY"].read_text()


class Runner:
    """One job: its folders, its environment and the steps run in it."""

    FILES = {"OUTPUT": "set_output", "ENV": "set_env", "STATE": "save_state", "PATH": "add_path",
             "STEP_SUMMARY": "step_summary"}

    def __init__(self, image, folder, inputs, context):
        self.image, self.inputs, self.context = image, inputs, context
        self.name = ""  # of the newest container
        self.workspace = folder / "work"
        self.temp = folder / "_temp"
        for path in (self.workspace, self.temp / "_github_home", self.temp / "_github_workflow",
                     self.temp / "_runner_file_commands"):
            path.mkdir(parents=True)
        (self.temp / "_github_workflow/event.json").write_text("{}")

    def step(self, with_, entrypoint=None, options=()):
        """Runs a step to its end."""
        process, files = self.start(with_, entrypoint, options)
        log, _ = process.communicate(timeout=60)
        return Step(process.returncode, log, files)

    def start(self, with_, entrypoint=None, options=()):
        """Starts a step; returns the Docker client's process and the step's command files."""
        self.name = f"shiptag_{uuid.uuid4().hex[:6]}"
        files = self._command_files()
        environment = self._environment(with_, files)
        client = {key: os.environ[key] for key in ("PATH", "DOCKER_HOST") if key in os.environ}
        process = subprocess.Popen(self._command(environment, entrypoint, options),
                                   env={**environment, **client}, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return process, files

    def _command_files(self):
        """New, empty, and owned by the runner's user, who is not the container's root."""
        files = {}
        for key, prefix in self.FILES.items():
            path = self.temp / "_runner_file_commands" / f"{prefix}_{uuid.uuid4()}"
            path.touch(0o644)
            if os.geteuid() == 0:
                os.chown(path, 1001, 1001)
            files[key] = path
        return files

    def _environment(self, with_, files):
        inputs = {f"INPUT_{name.upper()}": value for name, value in {**self.inputs, **with_}.items()}
        paths = {f"GITHUB_{key}": f"/github/file_commands/{path.name}"
                 for key, path in files.items()}
        return {**inputs, **self.context, **paths, "HOME": "/github/home",
                "GITHUB_WORKSPACE": "/github/workspace", "RUNNER_TEMP": "/github/runner_temp",
                "GITHUB_EVENT_PATH": "/github/workflow/event.json"}

    def _command(self, environment, entrypoint, options):
        socket = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")
        mounts = {socket: "/var/run/docker.sock", self.temp: "/github/runner_temp",
                  self.temp / "_github_home": "/github/home",
                  self.temp / "_github_workflow": "/github/workflow",
                  self.temp / "_runner_file_commands": "/github/file_commands",
                  self.workspace: "/github/workspace"}
        command = ["docker", "run", "--name", self.name, "--label", "shiptag",
                   "--workdir", "/github/workspace", "--rm"]
        for key in environment:
            command += ["-e", key]
        command += ["-e", "GITHUB_ACTIONS=true", "-e", "CI=true"]
        if entrypoint:
            command += ["--entrypoint", entrypoint]
        command += ["--network", "host"]
        for source, target in mounts.items():
            command += ["-v", f"{pathlib.Path(source)}:{target}"]
        return [*command, *options, self.image]
