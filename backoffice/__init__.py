"""The back office of the campus Card Center: rules, workflows and the counter window."""
