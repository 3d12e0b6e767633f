"""Making a model out of records alone: no labels, only how often values agree and how."""
