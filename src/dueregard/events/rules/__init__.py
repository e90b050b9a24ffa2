"""What may be done, as arithmetic on plain values: no database, no request, no framework.

Each rule returns the reasons why not, as sentences for a person; an empty list when there is none.
"""
