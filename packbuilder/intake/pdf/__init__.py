"""The parts of a PDF: opened, made sound, cleaned, described, joined."""
