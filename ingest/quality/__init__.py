"""What is right, complete and clean about a record, whatever format it came in: rules as data."""
