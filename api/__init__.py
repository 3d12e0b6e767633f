"""Settings, service, command line: the only place that wires the other rooms together."""
