"""What pages, room and studio stand on: heads, addresses, words, looks, files over the line."""
