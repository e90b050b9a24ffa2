"""What organisation adds to the command `dueregard`."""

from dueregard.kernel.cli import Command

COMMANDS: list[Command] = []
