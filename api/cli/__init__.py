"""The command line: one module a subject; every command has `--json` and an honest exit code."""
