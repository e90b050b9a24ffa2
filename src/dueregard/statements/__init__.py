"""The provider's public texts in versions: code of practice, accessibility, privacy."""
