"""Care of an installation: copied, upgraded, looked over, faults written down for hours."""
