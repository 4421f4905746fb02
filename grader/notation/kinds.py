"""Words that say what sort of thing the symbol after them is: `neuron h1`, `weight w5`, `Loss L`."""

KIND = (
    r"hidden(?! outputs?\b)|neuron|node|unit|parameter|(?:weight|gewicht|poids|peso)s?(?=\s+(?-i:[uvwUVWθ]))|"
    r"bias(?=\s+(?-i:[bB]))|(?:error|loss|cost|total)(?=\s+(?-i:[A-Z]))"
)
"""A part of a pattern that does not mind the case: a bias is a b, and `bias h1` is none of h1."""
