"""Who is it: identities, comparing, scoring, deciding. Pure: no store, no files, no clock."""
