"""A person's network and plans as FHIR R4 (4.0.1), and a clinic's CareTeam, CarePlan and Goals as drafts.

`values` says what goes out, `bundle` writes it, `reading` reads what came. Nothing here knows the database or a clock:
ids and moments are given. What the format cannot say is listed in docs/formats.md.
"""
