"""Nothing is evaluated, nothing is written, nothing is sent, and no page takes a text for HTML."""

import ast
import re

import bleach
import nbformat
import pytest
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.filters import markdown2html
from support import NOTEBOOKS, PAGES, ROOT

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS + PAGES, ids=lambda path: path.stem)
EVALUATES = {"eval", "exec", "compile", "__import__", "run_cell", "run_line_magic", "system", "popen"}
WRITES = {
    "open",
    "write_text",
    "write_bytes",
    "savefig",
    "savez",
    "savetxt",
    "tofile",
    "dump",
    "mkdir",
    "touch",
}
SHOWS_HTML = {"HTML", "HTMLMath", "Javascript", "IFrame", "Markdown", "_repr_html_", "_repr_javascript_", "to_html"}
REACHES_OUT = {
    "socket", "ssl", "http", "urllib", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "subprocess", "webbrowser",
    "ctypes", "pickle", "marshal", "shelve",
}  # fmt: skip


def names_used(tree):
    """Every name and attribute that a piece of Python mentions, and every module that it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            yield from [*node.module.split("."), *(alias.name for alias in node.names)]
        elif isinstance(node, ast.keyword) and node.arg == "description_allow_html":
            yield node.arg


FORBIDDEN = EVALUATES | WRITES | SHOWS_HTML | REACHES_OUT | {"description_allow_html"}


@pytest.mark.parametrize(
    "line",
    [
        "eval('1')", "__import__('os').system('ls')", "open('x', 'w')", "fig.savefig('x.png')", "import urllib.request",
        "from http import client", "display(HTML(text))", "W.Label(description_allow_html=True)",
        "def _repr_html_(self): ...",
    ],
)  # fmt: skip
def test_each_of_these_would_be_noticed(line):
    assert FORBIDDEN & set(names_used(ast.parse(line)))


@pytest.mark.parametrize("path", sorted((ROOT / "nnlib").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_nnlib_evaluates_writes_and_sends_nothing_and_shows_no_html(path):
    assert FORBIDDEN & set(names_used(ast.parse(path.read_text(encoding="utf-8")))) == set()


def code_of(notebook):
    """The code of a notebook, without the lines that belong to IPython, and those lines."""
    lines = [line for cell in notebook.cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    magic = [line for line in lines if line.lstrip().startswith(("%", "!"))]
    return "\n".join(line for line in lines if line not in magic), magic


@every_notebook
def test_a_notebook_evaluates_writes_and_sends_nothing(path):
    python, magic = code_of(nbformat.read(path, as_version=4))
    assert FORBIDDEN & set(names_used(ast.parse(python))) == set()
    assert set(magic) <= {'%config InlineBackend.figure_format = "retina"'}


@every_notebook
def test_the_text_of_a_notebook_holds_no_html_but_folds_and_loads_nothing(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            outside_code = re.sub(r"```.*?```|`[^`]*`|\$[^$]*\$", "", cell.source, flags=re.DOTALL)
            assert set(re.findall(r"<\s*/?\s*([a-zA-Z]+)[^>]*>", outside_code)) <= {"details", "summary"}, cell.id
            assert not re.search(r"!\[|https?://|javascript:|data:", outside_code), cell.id


@every_notebook
def test_outputs_are_text_formulas_and_pictures(path):
    kinds = {"text/plain", "text/latex", "image/png"}
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            assert set(output.get("data", {})) <= kinds and output.get("name", "stdout") == "stdout", cell.id


# of one machine or one run: paths, addresses in memory, times, tokens, addresses on the network
OF_ONE_MACHINE = re.compile(
    r"(?<![\w.])/(?:home|root|Users|tmp|opt|usr|var|mnt|private|workspace)/|\b[A-Z]:\\|site-packages|ipykernel_\d"
    r"|\b0x[0-9a-f]{6,}|\b(?:token|password|secret|api.?key)\s*[=:]|\b127\.0\.0\.1\b|localhost|\b\d{1,2}:\d\d:\d\d\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "text",
    ["/home/anna/x.py", "C:\\Users", "lib/site-packages/numpy", "<f at 0x7f12ab34cd>", "?token=1a", "12:30:05"],
)  # fmt: skip
def test_what_belongs_to_one_machine_would_be_noticed(text):
    assert OF_ONE_MACHINE.search(text)


@every_notebook
def test_a_notebook_holds_nothing_of_one_machine(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            texts = [output.get("text", ""), *(v for k, v in output.get("data", {}).items() if k != "image/png")]
            texts += [output.get("metadata", {}).get("image/png", {}).get("alt", "")]
            for text in texts:
                assert not OF_ONE_MACHINE.search("".join(text)), cell.id
        assert not OF_ONE_MACHINE.search(cell.source), cell.id


# what a careful host lets through; JupyterLab and GitHub allow all of these
TAGS = set(
    "h1 h2 h3 h4 p a em strong code pre br hr ul ol li table thead tbody tr th td blockquote details summary div span"
    " sup sub".split()
)
ATTRIBUTES = {"a": ["href", "class"], "*": ["id", "class"], "th": ["style"], "td": ["style"]}


@every_notebook
def test_a_page_loses_nothing_when_it_is_sanitised(path):
    """Nothing that we write needs a script, a style, or a tag that a careful host takes away."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            page = markdown2html(cell.source)
            careful = bleach.clean(page, tags=TAGS, attributes=ATTRIBUTES, css_sanitizer=CSSSanitizer(["text-align"]))
            assert re.findall(r"<\w+", careful) == re.findall(r"<\w+", page), cell.id


def test_the_page_scripts_take_every_text_as_text():
    """Captions, names and spoken values may hold anything: no script turns a text into HTML, code or a request."""
    scripts = [*(ROOT / "nnlib").rglob("*.js"), *(ROOT / "tools" / "labextension").rglob("*.js")]
    assert len(scripts) >= 2
    turns_text = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc|"
        r"\bfetch\b|XMLHttpRequest|WebSocket|sendBeacon|import\(|https?:"
    )
    for script in scripts:
        assert not turns_text.search(script.read_text(encoding="utf-8")), script.name


def test_d10_a_label_that_holds_html_stays_a_text():
    import ipywidgets

    from nnlib.plots.scenes import Frame
    from nnlib.widgets.explorer import Explorer, Slider
    from nnlib.widgets.tangent import tangent_explorer

    attack = "<img src=x onerror=alert(1)>"
    real = tangent_explorer()
    explorer = Explorer(
        attack, [Slider("x", attack, (0, 1), 0, lambda v: f"{v}{attack}")],
        lambda x: Frame(real.frame(**real.start).artists, attack, attack), real.new_scene,
    )  # fmt: skip
    assert not [w for w in _tree(explorer) if isinstance(w, (ipywidgets.HTML, ipywidgets.HTMLMath))]
    assert not any(getattr(w, "description_allow_html", False) for w in _tree(explorer))
    assert explorer.caption == attack


def _tree(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _tree(child)
