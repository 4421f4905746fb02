"""The catalogue of slips, as published homework and the forums of courses have them: found, named, charged once."""
