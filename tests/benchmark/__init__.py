"""How fast the grader is, as ratios in one run: `python -m tests.benchmark [FILES] [PART]`.

Start-up against `python -c pass`; the run of the README; and classes of FILES (1,000 unless given): workbooks of 13 and
of 60 answers, and CSV files of 13. A whole run (reading, marking, every table, both gradebooks, the page) stands
against bare reading of the same files in one process (python-calamine, the csv module), and against the obvious script:
pandas in a loop, then numpy.isclose. Then a class of FILES students with matrices is marked from memory, a third of
them with slips; and every output of 10,000 students is written, beside the same table by bare pandas and openpyxl.
PART is one of these alone: start-up, reading, marking, outputs. Medians of interleaved rounds; machines are noisy, so
trust the ratios.
"""
