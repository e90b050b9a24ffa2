"""The only writers of bookings."""
