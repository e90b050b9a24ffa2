"""Room bookings, and which of them have no event request."""
