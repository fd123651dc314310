"""Pictures as pages, and the pictures on pages."""
