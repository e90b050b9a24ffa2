"""What outreach shows. `who.who_to_talk_to` is what other apps ask."""
