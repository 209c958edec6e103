"""How Sphinx makes the site out of what website/pages.py lays ready. Nothing is executed, and nothing is fetched."""

import os

repository = os.environ.get("REPOSITORY_URL", "").rstrip("/")  # where readers get their copy, if it is known
known = any(host in repository for host in ("github", "gitlab", "bitbucket"))  # whose pages the theme can name
project = html_title = "Gradient descent and backpropagation"
author = copyright = "the contributors"
language = "en"
extensions = ["myst_nb"]
exclude_patterns = ["_static"]

html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "navbar_persistent": [],
    "home_page_in_toc": True,
    "back_to_top_button": False,  # it lies over what one looks at
    **({"repository_url": repository, "use_repository_button": True, "use_issues_button": True} if known else {}),
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "light"}  # theme.js sees to the rest
html_static_path = ["_static"]
html_css_files = ["page.css", "player.css"]
html_js_files = ["theme.js", *((name, {"defer": "defer"}) for name in ("page.js", "player.js"))]
html_favicon = "_static/icon.svg"
html_copy_source = html_show_sourcelink = False
html_show_search_summary = False  # it would be fetched, which a page that is a file may not do

mathjax_path = "mathjax.js"
mathjax3_config = {"options": {"enableMenu": False}}  # the menu would load more of MathJax
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
myst_heading_slug_func = "pages.anchor"
nb_execution_mode = "off"
nb_merge_streams = True
