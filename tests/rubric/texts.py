"""The tables of a small rubric, as a file has them: to be put together, and spoilt."""

GIVEN = "[given]\nx = [1, 2]\nw = 2\n"
FORWARD = '[forward]\ns = "x1*w"\n'
MARKS = "[marks]\ns = 1\n"
TRAINING = '[training]\nloss = "s"\nparameters = ["w"]\nrate = 0.1\n'
RIGHT = GIVEN + FORWARD + MARKS
