"""Checkers that answer in words. One module for each notebook; the machinery is in `checking`."""
