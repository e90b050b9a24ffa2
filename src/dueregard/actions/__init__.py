"""What has been agreed, by whom it is done and by when, wherever it came from."""
