import sys

from dueregard.config.cli import main

sys.exit(main())
