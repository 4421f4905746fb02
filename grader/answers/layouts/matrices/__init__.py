"""Vectors and matrices: as blocks of numbers, as lists, row by row or element by element."""
