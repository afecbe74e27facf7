"""Films, pictures and captions as files: looked at, repaired, made; no web and no database."""
