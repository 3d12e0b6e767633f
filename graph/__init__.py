"""The linked graph: schema, the store and its engines, every statement, the health book."""
