import os

os.environ["DUEREGARD_MODE"] = "test"
