"""What the app face takes and gives as JSON: one module a subject, with examples for OpenAPI."""
