"""What is said of slips of the pen, which come from no formula."""

COPIED = "it is written wrongly here and used rightly afterwards"
EXCHANGED = "two neighbouring digits are exchanged"
SWAPPED = "this and {0} are written in each other's place"
REORDERED = "the right numbers stand in another order"
MISPLACED = "it is your answer for {0} that stands here"
TRANSFERRED = "your {0} is gone on with as {1}"
PEN = (COPIED, EXCHANGED, SWAPPED, REORDERED, MISPLACED, TRANSFERRED)
