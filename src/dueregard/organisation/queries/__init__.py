"""What the pages show. Every query starts from what the person may see."""
