"""Small cells: what may be shown to a reader, given what that reader was shown before."""
