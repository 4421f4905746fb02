"""Tables: names beside their answers or above them, a row or a column a sample, a unit, a step, a parameter."""
