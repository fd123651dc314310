"""The meeting on disk: descriptions and templates in TOML."""
