"""What the stress runs: a mixture of all operations, on few projects, so that they meet."""
import dataclasses
import random

SUB_PROJECTS = ("", "api", "web", "libs/core")
ENVIRONMENTS = ("production", "staging", "canary")
PLACES = ("local", "local", "http", "http_v0")


@dataclasses.dataclass(frozen=True)
class Step:
    """What one run of shiptag is to do, and what it reaches the repository by."""

    place: str
    operation: str
    inputs: dict


class Mixture:
    """Chooses steps; the same ones for the same seed, as far as other steps' versions go."""

    def __init__(self, seed, commits):
        self._random = random.Random(seed)
        self._commits = commits

    def step(self, versions):
        """The next step, `versions` being those that are known to be tagged: {name: commit}."""
        choose = self._random.choice
        sub_project = choose(SUB_PROJECTS)
        known = sorted(version for version in versions
                       if version.rpartition("/")[0] == sub_project)
        names = (self.BEGINNING if not known else self.KINDS)
        operation, inputs = getattr(self, "_" + choose(names))(known)
        return Step(choose(PLACES), operation, {"sub_project": sub_project, **inputs})

    KINDS = ("bump", "bump", "alias", "version", "state", "deploy", "deploy", "deploy", "environment",
             "rollback", "hold", "resume")
    BEGINNING = ("bump", "version")

    def _commit(self):
        return {"commit_sha": self._random.choice(self._commits)}

    def _place(self):
        return {"environment": self._random.choice(ENVIRONMENTS)}

    def _bump(self, _):
        return "tag", {"bump": self._random.choice(("patch", "minor", "major")), **self._commit()}

    def _alias(self, _):
        return "tag", {"bump": "patch", "aliases": "true", **self._commit()}

    def _version(self, _):
        numbers = [str(self._random.randrange(1, 6)) for _ in range(3)]
        return "tag", {"version": "v9" + ".".join(numbers), **self._commit()}

    def _state(self, known):
        return "tag", {"tag_type": "state", "version": self._random.choice(known),
                       "state": self._random.choice(("stable", "unstable"))}

    def _environment(self, _):
        return "tag", {"tag_type": "environment", **self._place(), **self._commit()}

    def _deploy(self, known):
        return "deploy", {"version": self._random.choice(known), "allow_downgrade": "true",
                          "release_hold": self._random.choice(("true", "false")), **self._place()}

    def _rollback(self, _):
        return "rollback", {"reason": "error rate", **self._place()}

    def _hold(self, _):
        return "hold", {"reason": f"freeze {self._random.randrange(1000)}", **self._place()}

    def _resume(self, _):
        return "resume", self._place()
