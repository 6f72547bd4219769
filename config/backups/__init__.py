"""Making and putting back backups (docs/adr/0023): two encrypted files, what people wrote and the keys to read it."""
