"""From a leader's words to a typed query, or to an honest reason why not. Nothing is read here."""
