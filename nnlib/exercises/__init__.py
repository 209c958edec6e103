"""Exercises: one module of declarations for each notebook. The machinery is `checking`, `running`, `differences`."""
