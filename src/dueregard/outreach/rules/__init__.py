"""Pure rules of outreach: the reasons why not, as sentences."""
