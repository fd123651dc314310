"""New meetings from earlier ones."""
