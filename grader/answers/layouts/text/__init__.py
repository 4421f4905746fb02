"""What cells and lines say: where they are cut, what they are worth, which words and signs they have."""
