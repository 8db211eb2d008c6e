"""The pages of teams: operators', workers', and the person's."""
