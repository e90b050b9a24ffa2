"""Pure rules of audits: the draw, independence, the checklist, findings, and the quiet period."""
