"""Explorers: sliders, a pure function from their values to a frame, and a scene that draws it."""
