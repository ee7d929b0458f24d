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
NEARLY_FULL = 150  # Lines. A ledger keeps 200, in at most 256 KiB; older ones make room.


def each_ended_as_it_may(runs):
    for step, _, result in runs:
        if result.reason_code not in KNOWN:
            yield f"{step} ended as {result.reason_code or 'nothing known'}:\n{result}"


def versions_are_given_once_and_never_move(runs, tags):
    given = {}
    for step, _, result in runs:
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


def writes_a_line(step):
    return step.operation != "tag" or step.inputs.get("tag_type") == "environment"


def ledgers_have_each_success_once(runs, ledgers):
    """A run that says that it wrote has one line, and every other none."""
    lines = collections.Counter(line["workflow_run_id"] for ledger in ledgers.values()
                                for line in ledger)
    for step, number, result in runs:
        is_success = (writes_a_line(step) and result.decision == "done"
                      and result.reason_code in WRITTEN)
        if lines[number] != int(is_success):
            yield f"{step} has {lines[number]} lines in a ledger:\n{result}"


def no_update_is_lost(ledgers, tags):
    """Each deployment names the version that the one before left the tag at, and the newest line
    that moved it its commit."""
    for tag, ledger in ledgers.items():
        moves = [line for line in ledger
                 if line["operation"] not in ("hold", "resume") and line["will_move_env_tag"]]
        if moves and moves[0]["commit_sha"] != tags[tag]:
            yield f"{tag} is on {tags[tag]}, its newest line on {moves[0]['commit_sha']}"
        for later, earlier in zip(moves, moves[1:]):
            if "tag" in (later["operation"], earlier["operation"]):
                continue  # A tag that was moved by hand may have no version to name.
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
    ledgers = {tag: project.ledger(tag) for tag in tags
               if tag.rpartition("/")[2] in ("production", "staging", "canary")}
    for tag, ledger in ledgers.items():
        if len(ledger) > NEARLY_FULL:
            yield f"{tag} has {len(ledger)} lines: a round must be shorter"
    yield from each_ended_as_it_may(runs)
    yield from versions_are_given_once_and_never_move(runs, tags)
    yield from ledgers_have_each_success_once(runs, ledgers)
    yield from no_update_is_lost(ledgers, tags)
    yield from the_repository_is_whole(project)
