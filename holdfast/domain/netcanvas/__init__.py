"""Sessions of Network Canvas, the research tool for personal networks: as CSV files in a ZIP, and as GraphML.

`session` is what a session is, `tables` and `graphml` read and write the two forms, `from_map` makes a session of a map
and `picks` makes drafts of a session. What the forms cannot say is listed in docs/formats.md.
"""
