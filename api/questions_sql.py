"""Table and statements of what is kept about questions (SQLite): who asked, what was told.

`question` holds words only where every one of them was explained; `told` holds the cells of a
reader's answers, hidden ones too; a conversation is the last query of a reader under a name.
"""

from __future__ import annotations

#: Raised when a table changes; the file keeps it as its user_version.
VERSION = 1

SCHEMA = """
CREATE TABLE IF NOT EXISTS question (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    reader TEXT NOT NULL,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    door TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    words TEXT,
    receipt TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS receipt (
    id TEXT PRIMARY KEY, reader TEXT NOT NULL, content TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS told (
    reader TEXT NOT NULL,
    measure TEXT NOT NULL,
    box TEXT NOT NULL,
    sides TEXT NOT NULL,
    additive INTEGER NOT NULL,
    count INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    PRIMARY KEY (reader, measure, box)
);
CREATE TABLE IF NOT EXISTS conversation (
    reader TEXT NOT NULL,
    id TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (reader, id)
);
CREATE TABLE IF NOT EXISTS unanswered (
    reader TEXT NOT NULL,
    id TEXT NOT NULL,
    PRIMARY KEY (reader, id)
);
"""

LOG = """
    INSERT INTO question (at, reader, role, scope, door, outcome, reason, words, receipt)
    VALUES (:at, :reader, :role, :scope, :door, :outcome, :reason, :words, :receipt)
"""

LOGGED = """
    SELECT at, reader, role, scope, door, outcome, reason, words, receipt FROM question
    ORDER BY seq DESC LIMIT ?
"""

KEEP_RECEIPT = "INSERT INTO receipt (id, reader, content) VALUES (?, ?, ?)"

RECEIPT = "SELECT reader, content FROM receipt WHERE id = ?"

#: A cell once shown stays shown, with its newest count; a hidden one may be shown later.
TELL = """
    INSERT INTO told (reader, measure, box, sides, additive, count, shown)
    VALUES (:reader, :measure, :box, :sides, :additive, :count, :shown)
    ON CONFLICT (reader, measure, box) DO UPDATE
    SET count = CASE WHEN excluded.shown >= told.shown THEN excluded.count ELSE told.count END,
        shown = MAX(told.shown, excluded.shown)
"""

TOLD = """
    SELECT measure, sides, additive, count, shown FROM told
    WHERE reader = ? AND measure IN (SELECT value FROM json_each(?)) ORDER BY rowid
"""

REMEMBER = """
    INSERT INTO conversation (reader, id, query) VALUES (?, ?, ?)
    ON CONFLICT (reader, id) DO UPDATE SET query = excluded.query
"""

RECALL = "SELECT query FROM conversation WHERE reader = ? AND id = ?"

MISS = "INSERT OR IGNORE INTO unanswered (reader, id) VALUES (?, ?)"

MISSED = "SELECT 1 FROM unanswered WHERE reader = ? AND id = ?"

FORGET_MISSED = "DELETE FROM unanswered WHERE reader = ? AND id = ?"
