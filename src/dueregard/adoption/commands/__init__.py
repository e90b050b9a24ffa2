"""The only writers of adoption."""
