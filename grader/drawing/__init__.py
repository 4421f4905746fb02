"""Boxes and arrows: a directed acyclic graph drawn in layers, from left to right, as SVG for a page.

The same boxes always give the same picture. It needs no script, and says with signs what it says with colours.
"""

from grader.drawing.boxes import MOST, Box, Line
from grader.drawing.svg import STYLE, draw

__all__ = ["MOST", "STYLE", "Box", "Line", "draw"]
