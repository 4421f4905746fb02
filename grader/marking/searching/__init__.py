"""The search for the slip behind an answer that is neither right nor carried."""

from grader.marking.searching.search import Search

__all__ = ["Search"]
