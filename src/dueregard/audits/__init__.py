"""Audits of event requests: a sample that anybody can draw again, findings, a report."""
