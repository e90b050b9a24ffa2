"""What those who oversee ask for: how long things take, papers for committees, reviews of a quiet process."""
