"""What a clerk sees of each workflow: one view per workflow, under the same name."""
