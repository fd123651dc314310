"""Files in: each attached file becomes a clean, print-ready PDF and its facts."""
