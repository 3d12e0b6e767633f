"""The answer: rows, spread, comparison, words, picture, table and receipt of one query."""
