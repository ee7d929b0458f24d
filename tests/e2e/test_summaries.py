"""The summaries that the stories before this left, as GitHub would show them.

Each becomes a page of its own, by GitHub's own Markdown, and a picture to look at.
"""
import html
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from browser import Browser
from story import SUMMARIES

WIDTH = 900  # pixels, about what a run's page has for them
EXTENSIONS = ("table", "strikethrough", "autolink", "tagfilter", "tasklist")
STYLE = (pathlib.Path(__file__).parent / "summary.css").read_text()

# Elements with more in them than they show, which GitHub lets people scroll.
CUT = """[...document.querySelectorAll('body, body *')]
  .filter(each => getComputedStyle(each).display !== 'inline'
                  && each.scrollWidth > each.clientWidth)
  .map(each => each.tagName + ': ' + each.innerText.slice(0, 200))"""
# A line of a table that is none, bold that is not bold, a link that is not one.
RAW_MARKDOWN = re.compile(r"^\s*\|.*\|\s*$|\*\*\S|\]\(http", re.MULTILINE)


class SummariesTest(unittest.TestCase):
    def test_every_summary_is_shown_whole(self):
        kept = sorted(SUMMARIES.glob("*.md"))
        self.assertTrue(kept, f"no story left a summary in {SUMMARIES}")
        profile = pathlib.Path(tempfile.mkdtemp(prefix="shiptag-e2e-"))
        self.addCleanup(shutil.rmtree, profile, ignore_errors=True)
        with Browser(profile) as browser:
            for path in kept:
                page = browser.show(as_page(path), WIDTH)
                path.with_suffix(".png").write_bytes(page.picture())
                with self.subTest(path.name):
                    self.assert_shown(path.read_text(), page)
        print(f"\n{len(kept)} summaries are in {SUMMARIES}")

    def assert_shown(self, markdown, page):
        self.assertEqual([], page.evaluate(CUT))
        shown = page.evaluate("document.body.innerText")
        self.assertNotRegex(shown, RAW_MARKDOWN)
        text = re.sub(r"\]\([^)]*\)|<\w[^>]*>", "", html.unescape(markdown))
        missing = [word for word in re.findall(r"\w+", text) if word not in shown]
        self.assertEqual([], missing)


def as_page(path):
    """A summary as the document that GitHub makes of it."""
    options = [word for name in EXTENSIONS for word in ("--extension", name)]
    done = subprocess.run(["cmark-gfm", "--unsafe", *options, str(path)], check=True,
                          capture_output=True, text=True, timeout=60)
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{done.stdout}"
