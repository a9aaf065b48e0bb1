"""Who makes the pages of a month in the benchmark of pages, and what each of them takes."""
