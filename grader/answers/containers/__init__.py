"""The bytes of one file to sheets of cells; the bytes decide what it is, whatever its name says."""
