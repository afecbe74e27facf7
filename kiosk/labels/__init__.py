"""Labels and sheets of a plant: chosen, printed, scanned again."""
