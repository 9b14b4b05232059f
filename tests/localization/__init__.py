"""Languages, dates, numbers and the shipped content, against what people really write."""
