"""Anonymous counting: what is stored about use is what is published."""
