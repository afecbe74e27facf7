"""A plant's list of machines: read from a table, compared, taken over."""
