"""packbuilder: from an agenda and its reports to one public document pack and the minutes in Word."""

__version__ = "0.1.0"
