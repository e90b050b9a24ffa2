"""Reading a register that a provider kept in its own spreadsheet. Pure: values in, values and sentences out.

`layout` finds the header and guesses the columns; `days`, `cells`, `people` and `standing` read single cells; `rows`
reads the sheet into `lines`.
"""
