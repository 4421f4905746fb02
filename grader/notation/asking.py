"""Words that ask for the quantity after them: `Compute h1`, `What is the loss?`, `Berechnen Sie h1`."""

ASKING = (
    r"compute|calculate|find|determine|evaluate|give|state|what(?:'s|’s| is)|"
    r"berechnen?(?: sie)?|bestimmen?(?: sie)?|ermitteln?(?: sie)?|was ist|"
    r"calcul(?:e[rz]?|ar?)|trouve[rz]?|d[eé]termine[rz]?|determin[ae]r?|que vaut|quelle? est|"
    r"hallar?|encuentr[ae]|¿?(?:cu[aá]l es|cu[aá]nto vale)|calcol[ai](?:re)?|trova(?:re)?|qual [eèé]|计算|求"
)
"""A part of a pattern that does not mind the case."""
