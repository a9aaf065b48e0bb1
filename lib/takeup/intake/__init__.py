"""From delivered bytes to rows of text: limits, encodings, headers, totals, findings."""
