"""What the clauses of a directive state: references, duties, deadlines, targets, abbreviations, anomalies."""
