"""Pure rules of bookings: reading files, comparing with requests, and the reasons why not."""
