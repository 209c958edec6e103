"""Execute notebooks and store them as they are committed: python tools/refresh.py notebooks/*.ipynb docs/*.ipynb

Outputs are kept, and everything that changes from run to run is left out: timing, widget state, widget
views (their pictures stay), and all metadata but the kernel. Running it twice changes nothing.
"""

import argparse
import contextlib
import os
import pathlib
import tempfile
from unittest import mock

import nbformat
from nbclient import NotebookClient

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
os.environ["TQDM_DISABLE"] = "1"  # a progress bar in a saved page would say 0 % for ever
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}

FOLDERS = ("MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


@contextlib.contextmanager
def settings_of_nobody():
    """While it lasts, matplotlib, IPython and Jupyter find no settings of whoever runs this, and need no HOME."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        with mock.patch.dict(os.environ, {name: os.path.join(folder, name) for name in FOLDERS}):
            yield


def executed(notebook, folder):
    """The notebook, executed in a fresh kernel that works in `folder`, and normalised."""
    notebook = nbformat.from_dict(notebook)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(folder)}}
    ).execute()
    return normalised(notebook)


def normalised(notebook):
    """The same notebook without what changes from run to run."""
    notebook["metadata"] = nbformat.from_dict(KERNEL)
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    for cell in notebook["cells"]:
        cell["metadata"] = {key: value for key, value in cell["metadata"].items() if key == "tags"}
        if cell["cell_type"] != "code":
            continue
        for output in cell["outputs"]:
            if WIDGET_VIEW in output.get("data", {}):
                del output["data"][WIDGET_VIEW]
                # the explorer's still, and nothing that a page would try and fail to load
        cell["outputs"] = _joined(cell["outputs"])
    return notebook


def _joined(outputs):
    """Stream outputs that arrived in several pieces, in one."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else {}
        if output["output_type"] == last.get("output_type") == "stream" and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            joined.append(output)
    return joined


def refresh(path):
    """Execute the notebook at `path` and write it back."""
    notebook = executed(nbformat.read(path, as_version=4), path.parent)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def main():
    """Refresh every notebook named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=pathlib.Path)
    with settings_of_nobody():
        for path in parser.parse_args().notebooks:
            refresh(path)
            print(f"refreshed {path}")


if __name__ == "__main__":
    main()
