"""What gives a name its value in a line: a sign, a colon, or a word."""

import re

IS = (
    r"is(?:\s+(?:equal\s+to|then|thus|therefore|hence|now))?|equals(?:\s+to)?|becomes|"
    r"(?:was|is)\s+found\s+to\s+be|comes\s+out\s+(?:as|at|to)|beträgt|"
    r"(?:goes|changes|changed|moves|moved|(?:is\s+)?updated)(?=\s+from\s+[-−+.\d])|"
    r"(?:ist|est|vaut|es|vale|è)(?:\s+(?:gleich|égal\s+à|igual\s+a))?(?=\s+[-−+.\d])"
)
"""Words between a name and its value."""
SIGN = re.compile(
    r"\s*(?:&?[:~]?=+>?|[≈≃≅≐≒∼⇒→⟶⟹➔➜↦←＝]|~(?=\s*[-−.\d])|-{1,3}>|(?<=\s)<-(?=\s)|"
    r"\\(?:leftarrow|gets|approx|simeq|to|Rightarrow)(?![A-Za-z])|[:：]|"
    rf"\b(?:{IS}|(?:we|I)\s+(?:get|got|have|obtain|find|found)(?=\s+[-−+.\d]))\b|"
    r"\b(?:approx(?:imately)?|ca)\b\.?(?:\s+equals?(?:\s+to)?)?(?=\s+[-−+]?[.\d])|\bequal\s+to(?=\s+[-−+.\d]))\s*"
)
"""What gives a name its value: a sign, a colon, or words that a number follows."""
