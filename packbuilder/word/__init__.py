"""Word documents out of a meeting, written with python-docx and nowhere else."""
