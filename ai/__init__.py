"""Questions: what is counted and how, from words to numbers that can be run again. Reads only."""
