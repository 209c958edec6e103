"""How Sphinx makes the site. The notebooks are shown as they are committed: nothing is executed, nothing is fetched."""

project = "Gradient descent and backpropagation, with nothing left out"
author = copyright = "the contributors"
extensions = ["myst_nb"]
html_theme = "sphinx_book_theme"
html_title = "Gradient descent and backpropagation"
html_static_path = ["_static"]
html_css_files = ["player.css"]
html_js_files = [("player.js", {"defer": "defer"})]
html_copy_source = html_show_sourcelink = False
html_theme_options = {"use_download_button": False, "use_fullscreen_button": False, "show_toc_level": 2}
mathjax_path = "tex-svg.js"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"
nb_merge_streams = True
suppress_warnings = ["misc.highlighting_failure"]  # a cell of IPython with %config in it
