"""The same drawing on three grounds: PDF, SVG and PNG."""
