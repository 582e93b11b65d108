"""The parts of ``drill``: simulated clerks, their players, their people, their processes."""
