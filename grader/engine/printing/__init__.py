"""Printing: expressions as text, on paper, in LaTeX and in MathML."""
