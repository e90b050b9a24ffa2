"""The only writers of the events app. Each command: lock, require, refuse, change, record, queue."""
