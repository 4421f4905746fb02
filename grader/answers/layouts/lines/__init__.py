"""Statements in lines of text, a name and a value at a time."""
