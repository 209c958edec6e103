"""A real JupyterLab in a real Chromium; nothing may leave the machine."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import pytest
from support import CHROMIUM, ROOT

TOKEN = "course"
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none", "autoStartDefaultKernel": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True},
}


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """(address, root) of a JupyterLab that serves a folder of its own, with private settings."""
    home = tmp_path_factory.mktemp("home")
    root = tmp_path_factory.mktemp("root")
    for name, value in SETTINGS.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = {"CONFIG_DIR": "config", "RUNTIME_DIR": "run", "DATA_DIR": "data"}
    environment = {**os.environ, **{f"JUPYTER_{key}": str(home / value) for key, value in folders.items()}}
    environment |= {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "spaces"),
    }
    log = (home / "lab.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}",
            "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}",
            "--LabApp.expose_app_in_browser=True",
        ],
        env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{address}/api/status?token={TOKEN}", timeout=2).close()
            break
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                log.close()
                pytest.fail("JupyterLab did not start:\n" + (home / "lab.log").read_text(encoding="utf-8")[-2000:])
            time.sleep(0.2)
    yield address, root
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
    log.close()


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium that starts no traffic of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        )  # fmt: skip
        yield browser
        browser.close()


@pytest.fixture
def open_notebook(lab, browser):
    """A function that opens a notebook, runs it if asked, and returns (page, refused requests, errors)."""
    pages = []
    address, root = lab

    def open_(name, run=True):
        # a copy for each: the page saves what it shows every two minutes
        folder = pathlib.Path(tempfile.mkdtemp(dir=root))
        shutil.copy(ROOT / "notebooks" / name, folder)
        page = browser.new_page(viewport={"width": 1200, "height": 1600})
        pages.append(page)
        page.set_default_timeout(120_000)
        refused, errors = [], []

        def local_only(route):
            if route.request.url.startswith(address):
                route.continue_()
            else:
                refused.append(route.request.url)
                route.abort()

        page.route("**/*", local_only)
        ours = ("nnlib", "anywidget", "widget")
        page.on(
            "console",
            lambda message: (
                errors.append(message.text)
                if message.type == "error" and any(word in message.text for word in ours)
                else None
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{address}/lab/tree/{folder.name}/{name}?reset&token={TOKEN}")
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        page.evaluate(
            """async () => {
                const session = window.jupyterapp.shell.currentWidget.sessionContext;
                await session.ready; await session.session.kernel.info; }"""
        )
        if run:
            page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        return page, refused, errors

    yield open_
    for page in pages:
        page.close()
