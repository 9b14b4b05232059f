"""Whole journeys through real processes: what a person, a coordinator and an expert would do."""
