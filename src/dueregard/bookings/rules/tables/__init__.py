"""Reading bookings from a spreadsheet."""
