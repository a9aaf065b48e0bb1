"""Published numbers to words, tables, charts and self-contained German pages."""
