"""The formula language: from text to expressions, a rubric's and those that students answer with."""
