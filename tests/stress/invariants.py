"""What must hold of a repository after any mixture of steps; each function yields what does not."""
import collections
import re

VERSION = re.compile(r"(^|/)v\d+\.\d+\.\d+$")
KNOWN = {
    "created", "moved", "recorded", "already_there", "same_commit", "immutable",
    "version_not_found", "held", "deprecated", "unstable", "stale", "conflict", "superseded",
    "no_target", "nothing_deployed", "never_deployed", "not_lower", "not_deployed_in",
    "approval_required",
}
WRITTEN = {"created", "moved", "recorded"}
LINE_LIMIT = 200  # Of a ledger; older lines make room.


def each_ended_as_it_may(runs):
    for step, result in runs:
        if result.reason_code not in KNOWN:
            yield f"{step} ended as {result.reason_code or 'nothing known'}:\n{result}"


def versions_are_given_once_and_never_move(runs, tags):
    given = {}
    for step, result in runs:
        is_version = step.operation == "tag" and step.inputs.get("tag_type", "version") == "version"
        if not is_version or result.reason_code != "created":
            continue
        version, commit = result.outputs["tag_name"], step.inputs["commit_sha"]
        if version in given:
            yield f"{version} was given to {given[version]} and to {commit}"
        given[version] = commit
        if tags.get(version) != commit:
            yield f"{version} was given to {commit} and is on {tags.get(version)}"
    for tag in tags:
        if VERSION.search(tag) and tag not in given:
            yield f"{tag} is there, and no run said that it made it"


def ledgers_have_each_success_once(runs, project, tags):
    lines = collections.Counter()
    full = set()
    for tag in tags:
        ledger = project.ledger(tag)
        lines.update(line["deployment_id"] for line in ledger)
        if len(ledger) >= LINE_LIMIT:
            full.add(tag)
    for step, result in runs:
        name = result.outputs.get("deployment_id")
        if not name or step.operation == "tag":
            continue
        tag = "/".join(part for part in (step.inputs["sub_project"], step.inputs["environment"])
                       if part)
        is_success = result.decision == "done" and result.reason_code in WRITTEN
        if is_success and lines[name] != 1 and tag not in full:
            yield f"{name} succeeded and is {lines[name]} times in a ledger: {step}\n{result}"
        if result.decision == "refused" and lines[name]:
            yield f"{name} was refused and is in a ledger: {step}\n{result}"
    for name, times in lines.items():
        if times > 1:
            yield f"{name} is {times} times in a ledger"


def no_update_is_lost(project, tags):
    """Each line that moved a tag names the version that the one before left it at."""
    for tag in tags:
        moves = [line for line in project.ledger(tag)
                 if line["operation"] not in ("hold", "resume") and line["will_move_env_tag"]]
        if moves and moves[0]["commit_sha"] != tags[tag]:
            yield f"{tag} is on {tags[tag]}, its newest line on {moves[0]['commit_sha']}"
        deployments = [line for line in moves if line["operation"] in ("deploy", "rollback")]
        if len(deployments) != len(moves):
            continue  # A tag that was moved by hand has no version to name.
        for later, earlier in zip(deployments, deployments[1:]):
            if later["previous_version"] != earlier["version"]:
                yield (f"{tag}: {later['deployment_id']} came upon {later['previous_version']}, "
                       f"and {earlier['deployment_id']} had left {earlier['version']}")


def the_repository_is_whole(project):
    left = [str(path) for path in project.folder.rglob("*.lock")]
    if left:
        yield f"locks were left: {left}"
    broken = [line for line in project.git("fsck", "--no-dangling").splitlines()
              if not line.startswith(("notice:", "dangling"))]
    if broken:
        yield f"git fsck says: {broken}"


def all_of(runs, project):
    """Every invariant that does not hold."""
    tags = project.tags()
    environments = [tag for tag in tags if tag.rpartition("/")[2] in ("production", "staging", "canary")]
    yield from each_ended_as_it_may(runs)
    yield from versions_are_given_once_and_never_move(runs, tags)
    yield from ledgers_have_each_success_once(runs, project, environments)
    yield from no_update_is_lost(project, {tag: tags[tag] for tag in environments})
    yield from the_repository_is_whole(project)
