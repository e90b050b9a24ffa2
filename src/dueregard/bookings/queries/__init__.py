"""What pages and commands ask of bookings. Every query for a page starts from what the person may see."""
