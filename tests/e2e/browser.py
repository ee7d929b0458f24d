"""Chromium without a window, driven over its debugging pipe.

    with Browser(profile) as browser:
        page = browser.show(html, width=900)
        ... page.evaluate("document.title"), page.picture() ...
"""
import base64
import json
import os
import select
import shutil
import subprocess
import time

LIMIT = 60  # seconds
OPTIONS = ("--headless", "--remote-debugging-pipe", "--disable-gpu", "--hide-scrollbars",
           "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync", "--disable-dev-shm-usage")


class Browser:
    """One process with one tab; `profile` is a folder of its own."""

    def __init__(self, profile):
        self.profile = profile
        self._calls = 0
        self._rest = b""

    def __enter__(self):
        program = shutil.which("chromium")
        if program is None:
            raise FileNotFoundError("chromium is not installed: apt-get install chromium")
        commands, self._to_chromium = os.pipe()
        self._from_chromium, answers = os.pipe()
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's own demand
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{commands} 4>&{answers}', "bash", program, *OPTIONS,
             *root, f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=(commands, answers), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(self.profile)})
        os.close(commands)
        os.close(answers)
        try:
            target = self.call("Target.createTarget", url="about:blank")["targetId"]
            self.session = None
            self.session = self.call("Target.attachToTarget", targetId=target,
                                     flatten=True)["sessionId"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        os.close(self._to_chromium)  # That ends it.
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from_chromium)

    def show(self, html, width):
        """Shows a document in a window of that many pixels' width."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=100,
                  deviceScaleFactor=1, mobile=False)
        frame = self.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self.call("Page.setDocumentContent", frameId=frame, html=html)
        return Page(self)

    def call(self, method, **parameters):
        """Calls a method of the DevTools protocol and returns its result."""
        self._calls += 1
        command = {"id": self._calls, "method": method, "params": parameters}
        if getattr(self, "session", None):
            command["sessionId"] = self.session
        os.write(self._to_chromium, json.dumps(command).encode() + b"\0")
        deadline = time.monotonic() + LIMIT
        while True:
            message = self._next_message(deadline)
            if message.get("id") == self._calls:
                break
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"]

    def _next_message(self, deadline):
        while b"\0" not in self._rest:
            remaining = max(0, deadline - time.monotonic())
            if not select.select([self._from_chromium], [], [], remaining)[0]:
                raise TimeoutError("Chromium does not answer")
            read = os.read(self._from_chromium, 1 << 20)
            if not read:
                raise RuntimeError(f"Chromium ended with status {self._process.wait(timeout=10)}")
            self._rest += read
        message, self._rest = self._rest.split(b"\0", 1)
        return json.loads(message)


class Page:
    """What the browser shows now."""

    def __init__(self, browser):
        self._browser = browser

    def evaluate(self, expression):
        """The value of a JavaScript expression."""
        answer = self._browser.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self):
        """A PNG of the whole page, however long."""
        width, height = self.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        answer = self._browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(answer["data"])
