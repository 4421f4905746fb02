r"""How LaTeX sets formulas apart: the environments that they stand in, and where a row of these ends."""

ENVIRONMENT = r"\{(?:align(?:ed|at)?|equation|gather(?:ed)?|multline|split|eqnarray|displaymath|math)\*?\}"
"""The name of one, behind `\\begin`; those of its matrices are none of them."""
ROW_END = r"\\\\\*?(?:\s*\[[-−\d.]+\s*(?:pt|mm|cm|ex|em|in|bp|px|mu)\])?"
"""The end of a row, which may say how far below the next one is: `\\\\[10pt]`."""
