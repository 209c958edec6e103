"""A reader at work: a JupyterLab on this machine, Chromium, a notebook in it, and the explorers on its page.

The browser tests drive it, and `benchmarks/latency.py` times it. Nothing may leave the machine: what the page, the
server or a kernel asks of any other is refused and counted. Nothing waits by the clock: a page has come to rest when
the kernel has answered every message of its widgets and every picture is on the screen.
"""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

NOTEBOOKS = pathlib.Path(__file__).parent.parent / "notebooks"
CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
TOKEN = "course"
TIMEOUT = 120_000  # milliseconds
LOOK = 250  # milliseconds from a picture to the next key press, where latency is measured
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none", "autoStartDefaultKernel": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
}
PAGE_SCRIPT = (pathlib.Path(__file__).parent / "reader.js").read_text(encoding="utf-8")


class _Refusing(socketserver.StreamRequestHandler):
    """A proxy that refuses: what asks it was on its way out."""

    def handle(self):
        self.server.refused.append(self.rfile.readline().decode("latin-1").strip())
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n")


@contextlib.contextmanager
def refusing_proxy():
    """(address, list of the requests that it refused)."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Refusing) as server:
        server.daemon_threads, server.refused = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", server.refused
        server.shutdown()


class Lab:
    """A JupyterLab: its address, the folder that it serves, and what its processes asked of other machines."""

    def __init__(self, address, root, refused):
        self.address, self.root, self.refused = address, root, refused

    def serve(self, notebook):
        """Copy the notebook at a path into a folder of its own; its address."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.root))
        shutil.copy(notebook, folder)
        return f"{self.address}/lab/tree/{folder.name}/{pathlib.Path(notebook).name}?reset&token={TOKEN}"


@contextlib.contextmanager
def jupyterlab():
    """A `Lab` on a free port of the loopback interface, with settings and folders of its own.

    Raises RuntimeError with the end of its log if it does not start.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work, refusing_proxy() as (proxy, refused):
        home, root = pathlib.Path(work, "home"), pathlib.Path(work, "root")
        root.mkdir()
        for name, value in SETTINGS.items():
            path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value), encoding="utf-8")
        folders = {"CONFIG_DIR": "config", "RUNTIME_DIR": "run", "DATA_DIR": "data"}
        environment = {**os.environ, **{f"JUPYTER_{key}": str(home / value) for key, value in folders.items()}}
        environment |= {
            "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / "spaces"),
            **dict.fromkeys(["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"], proxy),
            **dict.fromkeys(["NO_PROXY", "no_proxy"], "127.0.0.1,localhost"),
        }
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        address, log = f"http://127.0.0.1:{port}", home / "lab.log"
        with log.open("w", encoding="utf-8") as file:
            process = subprocess.Popen(
                [
                    sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
                    f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}",
                    f"--ServerApp.root_dir={root}", "--LabApp.expose_app_in_browser=True",
                    "--LabApp.extension_manager=readonly", "--LanguageServerManager.autodetect=False",
                ],
                env=environment, stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            _wait_until_it_answers(address, process, log)
            yield Lab(address, root, refused)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_until_it_answers(address, process, log):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 60
    while True:
        try:
            return direct.open(f"{address}/api/status?token={TOKEN}", timeout=2).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                end = log.read_text(encoding="utf-8")[-2000:]
                raise RuntimeError(f"JupyterLab did not start:\n{end}") from None
            time.sleep(0.1)


@contextlib.contextmanager
def chromium():
    """Headless Chromium that finds no other machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


class Notebook:
    """A notebook that is open on a page: `page`, and what went wrong on it.

    refused: addresses on other machines that the page asked for. complaints: errors in the page's console that come
    from the course or its widgets, and exceptions in the page. hidden_errors: what the kernel wrote to stderr or raised
    while it answered a widget, which no cell shows.
    """

    def __init__(self, lab, browser, path):
        self.path, self.address = path, lab.address
        self.refused, self.complaints = [], []
        self.page = browser.new_page(viewport={"width": 1200, "height": 1600})
        self.page.set_default_timeout(TIMEOUT)
        # listened to only: to stand in the way of each request would slow down every picture
        self.page.on("request", lambda request: self._count(request.url))
        self.page.on("websocket", lambda socket: self._count(socket.url))
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(PAGE_SCRIPT)
        self.page.goto(lab.serve(path))
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self.page.evaluate("() => reader.attach()")
        self.has_run = False

    def _count(self, url):
        if not url.startswith((self.address, self.address.replace("http", "ws", 1), "data:", "blob:")):
            self.refused.append(url)

    def _listen(self, message):
        if message.type == "error" and any(word in message.text for word in ("nnlib", "widget")):
            self.complaints.append(message.text)

    @property
    def hidden_errors(self):
        return self.page.evaluate("() => reader.hiddenErrors")

    @property
    def output_errors(self):
        """Errors that cells show."""
        return [f"{each['ename']}: {each['evalue']}" for each in self.outputs if each["output_type"] == "error"]

    @property
    def outputs(self):
        """What the code cells show: a list of outputs, as a notebook stores them."""
        return self.page.evaluate("() => reader.outputs()")

    def use_theme(self, name):
        """Change to one of JupyterLab's themes."""
        self.page.evaluate("name => reader.useTheme(name)", name)

    def run(self):
        """Run all cells, and wait until every widget stands on the page."""
        if not self.has_run:
            self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
            self.has_run = True
            self.rest()

    def rest(self):
        """Wait until every message of a widget is answered, and every picture is drawn."""
        self.page.evaluate("() => reader.rest()")

    def explorer(self, title):
        """The `ExplorerOnPage` of that title."""
        return ExplorerOnPage(self, title)

    def accessible(self, locator, role):
        """What the browser tells assistive technology of the elements of this role inside another: a list of dicts.

        Each has role, name, and where there are any value and properties; what is ignored is left out.
        """
        session = self.page.context.new_cdp_session(self.page)
        try:
            locator.evaluate("element => { window.asked = element; }")
            element = session.send("Runtime.evaluate", {"expression": "window.asked"})["result"]["objectId"]
            tree = session.send("Accessibility.queryAXTree", {"objectId": element, "role": role})["nodes"]
        finally:
            session.detach()
        return [_spoken(node) for node in tree if not node["ignored"]]

    def close(self):
        """Close the page, and end its kernel."""
        self.page.evaluate("() => reader.panel().sessionContext.shutdown()")
        self.page.close()


def _spoken(node):
    said = {"role": node["role"]["value"], "name": node.get("name", {}).get("value", "")}
    said |= {"value": node["value"]["value"]} if "value" in node else {}
    return said | {each["name"]: each["value"].get("value") for each in node.get("properties", [])}


class ExplorerOnPage:
    """One explorer on the page of a notebook that has run."""

    def __init__(self, notebook, title):
        self.notebook, self.page, self.title = notebook, notebook.page, title
        self.root = self.page.get_by_role("group", name=title, exact=True)
        self.root.scroll_into_view_if_needed()
        self.picture = self.root.locator(".nnlib-picture")
        self.sliders = self.root.get_by_role("slider").all()
        self.boxes = self.root.get_by_role("checkbox").all()
        self.reset_button = self.root.get_by_role("button", name="Reset")

    @property
    def caption(self):
        """The words under the picture."""
        return self.root.locator(".nnlib-caption").inner_text()

    @property
    def pixels(self):
        """The picture as the page has decoded it: a digest of every pixel."""
        return self.picture.evaluate("picture => reader.pixels(picture)")

    @property
    def shown(self):
        """Picture and words, at rest."""
        self.notebook.rest()
        return self.pixels, self.caption

    def position(self, slider):
        """Where a slider stands, counted from 0, and its last position."""
        return tuple(round(float(slider.get_attribute(f"aria-value{end}"))) for end in ("now", "max"))

    def press(self, control, *keys):
        """Press keys on a control, one after the other and at once; then `shown`."""
        control.focus()
        for key in keys:
            self.page.keyboard.press(key)
        return self.shown

    def move_to(self, slider, position):
        """Move a slider by arrow keys to a position; then `shown`."""
        now, _ = self.position(slider)
        return self.press(slider, *(["ArrowRight"] * (position - now) or ["ArrowLeft"] * (now - position)))

    def reset(self):
        """Press Reset; then `shown`."""
        return self.press(self.reset_button, "Enter")

    def drag(self, slider, fractions):
        """Drag a slider through these fractions of its length without a pause.

        Returns how many pictures came to the page after the last move, and the most messages that were on their way.
        """
        handle, bar = slider.bounding_box(), slider.locator("xpath=ancestor::*[contains(@class,'noUi-target')]")
        bar = bar.bounding_box()
        y = handle["y"] + handle["height"] / 2
        self.page.mouse.move(handle["x"] + handle["width"] / 2, y)
        self.page.mouse.down()
        self.page.evaluate("() => reader.watch()")
        for fraction in fractions:
            self.page.mouse.move(bar["x"] + fraction * bar["width"], y)
        drawn = self.page.evaluate("() => reader.pictures")
        self.page.mouse.up()
        self.notebook.rest()
        pictures, most = self.page.evaluate("() => [reader.pictures, reader.mostPending]")
        return pictures - drawn, most


def latencies(notebook, root, slider, presses):
    """Milliseconds from each of so many key presses on a slider to the next picture inside `root` on the screen.

    The slider goes to and fro over its whole length, so that most of its positions are new. Between two presses is as
    much time as a reader takes to look: for a moment after a picture has come the page is still busy with it.
    """
    times, away, last = [], "ArrowRight", round(float(slider.get_attribute("aria-valuemax")))
    slider.focus()
    for _ in range(presses):
        now = round(float(slider.get_attribute("aria-valuenow")))
        away = {0: "ArrowRight", last: "ArrowLeft"}.get(now, away)
        notebook.page.evaluate("root => reader.stopwatch(root)", root.element_handle())
        notebook.page.keyboard.press(away)
        times.append(notebook.page.evaluate("() => reader.stopped"))
        notebook.page.wait_for_timeout(LOOK)
    return times
