"""Figures shown with a description, for readers who cannot see them."""


def show(alt):
    """Display pyplot's current figure, and close it. alt: what it shows, in words, for someone who cannot see it.

    The description is stored beside the picture, where screen readers and converted pages find it.

    Raises TypeError if alt is not a text, ValueError if it is empty or if no figure is open.
    """
    import matplotlib.pyplot as plt
    from IPython.core.formatters import format_display_data
    from IPython.display import display

    if not isinstance(alt, str):
        raise TypeError(f'alt must be a text that says what the figure shows, as in show("..."); got {alt!r}')
    if not alt.strip():
        raise ValueError("alt must say what the figure shows; got an empty text")
    if not plt.get_fignums():
        raise ValueError("show needs an open figure; got none: draw one in the same cell first")
    figure = plt.gcf()
    data, metadata = format_display_data(figure)
    metadata.setdefault("image/png", {})["alt"] = alt
    display(data, metadata=metadata, raw=True)
    plt.close(figure)
