"""The speed figures, all in one run: absolute times belong to the machine, ratios of the same run can be compared."""
