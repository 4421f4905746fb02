"""What gives a name its value in a line: a sign, a colon, or a word."""

import re

IS = (
    r"is(?:\s+(?:equal\s+to|then|thus|therefore|hence|now))?|equals(?:\s+to)?|becomes|"
    r"(?:was|is)\s+found\s+to\s+be|comes\s+out\s+(?:as|at|to)|beträgt|"
    r"(?:goes|went|changes|changed|moves|moved|drops|dropped|falls|fell|decreases|decreased|reduces|reduced|shrinks|shrank|"
    r"rises|rose|grows|grew|increases|increased|improves|improved|(?:is\s+|was\s+|has\s+)?"
    r"(?:updated|reduced|decreased|dropped|changed|fallen))(?=\s+from\s+[-−+.\d])|"
    r"(?:sinkt|fällt|steigt|geht|ändert sich)(?=\s+von\s+[-−+.\d])|"
    r"(?:passe|diminue|baisse|augmente|baja|pasa|sube)(?=\s+de\s+[-−+.\d])|"
    r"(?:ist|est|vaut|es|vale|è)(?:\s+(?:gleich|égal\s+à|igual\s+a))?(?=\s+[-−+.\d])"
)
"""Words between a name and its value."""
LEADS = r"[⇒→⟶⟹➔➜↦]|-{1,3}>|=+>|\\(?:to|mapsto|(?:[Ll]ong)?[Rr]ightarrow|implies)(?![A-Za-z])"
"""An arrow: from an old value to the new one, or from one statement to what follows from it."""
WHICH = (
    r"(?:which|what|that)\s+(?:is|equals|gives|makes|yields|comes\s+(?:out\s+)?(?:to|as|at))|"
    r"was\s+(?:ist|ergibt)|ce\s+qui\s+(?:fait|donne)|lo\s+que\s+(?:da|es)"
)
"""Words between a working and what it comes to."""
ENDING = r"[-−+]?\d*\.?\d+(?:[eE][-−+]?\d+)?\s*(?:[.,;)]*\s*$|[,;]\s|\s(?:and|und|et|y)\s)"
"""A number that ends its clause: what is said of it is no difference, as in `which is 0.07 too high`."""
ARROW = re.compile(rf"\s*(?:{LEADS})\s*")
"""Between a value and the one that it goes over into, or that follows from it."""
SIGN = re.compile(
    rf"\s*(?:{LEADS}|(?<![<>!])(?<!<\s)(?<!(?<!\d)>\s)&?[:~]?=+(?!<)|[≈≃≅≐≒∼←＝]|~(?=\s*[-−.\d])(?!\d\d?'*\s*[=:])|"
    r"(?<=\s)<-(?=\s)|"
    r"\\(?:leftarrow|gets|approx|simeq)(?![A-Za-z])|[:：]|"
    r"(?:的?值)?\s*(?:约?[为為是]|等[于於]|更新[为為])(?=\s*[≈约]?\s*[-−+]?\.?\d)|"
    rf",?\s+(?:{WHICH})(?=\s+{ENDING})|\b(?:{IS}|(?:we|I)\s+(?:get|got|have|obtain|find|found)(?=\s+[-−+.\d]))\b|"
    r"\b(?:approx(?:imately)?|ca)\b\.?(?:\s+equals?(?:\s+to)?)?(?=\s+[-−+]?[.\d])|\bequal\s+to(?=\s+[-−+.\d]))\s*"
)
"""What gives a name its value: a sign, a colon, or words that a number follows; none that compares, `<=`."""
