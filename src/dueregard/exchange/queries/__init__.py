"""What the pages of exchange show, and what is known here that must not leave."""
