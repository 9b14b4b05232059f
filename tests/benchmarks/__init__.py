"""Measurements, apart from the tests: `python -m tests.benchmarks` prints one table of ratios."""
