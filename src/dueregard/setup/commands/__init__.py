"""Making a provider ready, and filling a demonstration. Each calls the commands that people use."""
