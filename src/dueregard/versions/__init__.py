"""Texts in versions: drafted, approved by a second person, in force from a day. A mechanism without rows of its own: the
apps above keep their versions, and say what theirs are called, who may, and what else stands against one."""
