"""Forms of the staff face."""
