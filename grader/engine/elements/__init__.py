"""One element of an array's formula, written out."""
