"""What dirt, light and distance leave of our labels, and of others on the same paper."""
