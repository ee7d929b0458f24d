"""Bare repositories with more version tags than anyone has."""
import subprocess

from fixture import GIT_ENVIRONMENT, git


def make_annotated(folder, tags):
    """A bare repository with annotated version tags, ten on each commit, and a commit without.

    Ten, as in a monorepo that tags its sub-projects together. With a commit for each tag, a push
    costs the server itself 1 s, whoever sends it: git checks what every tag reaches.
    """
    git("init", "-q", "--bare", "-b", "main", ".", cwd=folder)
    git("config", "http.receivepack", "true", cwd=folder)
    who = "Someone <someone@example.com> {} +0000"
    with subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, env=GIT_ENVIRONMENT,
                          stdin=subprocess.PIPE, text=True) as importer:
        for number in range(tags):
            when = who.format(1600000000 + number)
            name = f"v{number // 10000}.{number // 100 % 100}.{number % 100}"
            if number % 10 == 0:
                importer.stdin.write(
                    f"commit refs/heads/main\nmark :1\ncommitter {when}\ndata 1\nx\n"
                    f"M 100644 inline file\ndata {len(str(number))}\n{number}\n\n")
            importer.stdin.write(
                f"tag {name}\nfrom :1\ntagger {when}\ndata {len(name) + 1}\n{name}\n\n")
        importer.stdin.write(f"commit refs/heads/main\ncommitter {who.format(1700000000)}\n"
                             "data 3\nnew\n")
    git("pack-refs", "--all", cwd=folder)
    git("repack", "-adq", cwd=folder)


def make_lightweight(folder, tags):
    """A bare repository with one commit and lightweight version tags on it."""
    git("init", "-q", "--bare", "-b", "main", ".", cwd=folder)
    git("config", "http.receivepack", "true", cwd=folder)
    tree = git("hash-object", "-t", "tree", "-w", "/dev/null", cwd=folder)
    commits = [git("commit-tree", "-m", text, tree, cwd=folder) for text in ("one", "another")]
    git("update-ref", "refs/heads/main", commits[1], cwd=folder)
    names = sorted(f"v0.{number // 1000}.{number % 1000}" for number in range(tags))
    with open(folder / "packed-refs", "w", encoding="ascii") as packed:
        packed.write("# pack-refs with: peeled fully-peeled sorted \n")
        packed.writelines(f"{commits[0]} refs/tags/{name}\n" for name in names)
