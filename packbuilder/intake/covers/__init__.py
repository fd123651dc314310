"""Reads the covers of reports, in Word and in PDF."""
