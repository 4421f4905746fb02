"""Grades backpropagation homework: from a rubric and a folder of submissions to a gradebook."""
