"""What headings say of the rows and columns by them: the problem, the step, the sample, the unit, the point of time."""
