"""The intake ledger's table and statements (SQLite).

`due` is when an open message may be taken: the end of its back-off while it is received, the end
of its lease while it is leased.
"""

from __future__ import annotations

SCHEMA = """
CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    batch TEXT NOT NULL,
    facility TEXT NOT NULL,
    sha TEXT NOT NULL,
    size INTEGER NOT NULL,
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    received_at REAL NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'leased', 'stored', 'quarantined')),
    due REAL NOT NULL,
    owner TEXT NOT NULL DEFAULT '',
    attempts INTEGER NOT NULL DEFAULT 0,
    postponed INTEGER NOT NULL DEFAULT 0,
    reason TEXT NOT NULL DEFAULT '',
    finished_at REAL,
    duplicate_of TEXT NOT NULL DEFAULT '',
    findings TEXT NOT NULL DEFAULT '[]',
    counts TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS message_bytes ON message (facility, sha);
CREATE INDEX IF NOT EXISTS message_batch ON message (batch, finished_at);
CREATE INDEX IF NOT EXISTS message_open ON message (seq) WHERE state IN ('received', 'leased');
CREATE INDEX IF NOT EXISTS message_bad ON message (seq) WHERE state = 'quarantined';
"""

COLUMNS = """seq, id, batch, facility, sha, size, name, channel, received_at, state, attempts,
    postponed, reason, finished_at, duplicate_of, findings, counts"""

STORED_BEFORE = """
    SELECT id FROM message WHERE facility = ? AND sha = ? AND state = 'stored' LIMIT 1
"""

INSERT = """
    INSERT INTO message (id, batch, facility, sha, size, name, channel, received_at, due,
                         state, duplicate_of, finished_at)
    VALUES (:id, :batch, :facility, :sha, :size, :name, :channel, :now, :now,
            :state, :duplicate_of, :finished_at)
"""

DUE = """
    SELECT seq, attempts - postponed AS lost, size * (CASE WHEN name LIKE '%.gz' THEN 16 ELSE 1 END)
    FROM message WHERE state IN ('received', 'leased') AND due <= :now ORDER BY seq LIMIT :limit
"""

LEASE = f"""
    UPDATE message SET state = 'leased', owner = :owner, due = :until, attempts = attempts + 1
    WHERE seq IN (SELECT value FROM json_each(:seqs)) RETURNING {COLUMNS}
"""  # noqa: S608  columns of this module

GIVE_UP = """
    UPDATE message SET state = 'quarantined', reason = 'worker-lost', finished_at = :now
    WHERE state IN ('received', 'leased') AND due <= :now AND attempts - postponed >= :most
"""

FINISH = """
    UPDATE message SET state = :state, reason = :reason, findings = :findings, counts = :counts,
                       finished_at = :now
    WHERE id = :id AND state = 'leased' AND owner = :owner
"""

POSTPONE = """
    UPDATE message SET state = 'received', reason = :reason, postponed = postponed + 1,
                       due = :now + MIN(:longest, 0.5 * (1 << MIN(postponed, 10)))
    WHERE id IN (SELECT value FROM json_each(:ids)) AND state = 'leased' AND owner = :owner
"""

RELEASE = """
    UPDATE message SET state = 'received', due = :now WHERE state = 'leased' AND owner = :owner
"""

OWNERS = "SELECT DISTINCT owner FROM message WHERE state IN ('received', 'leased') AND owner <> ''"

FIND = f"SELECT {COLUMNS} FROM message WHERE id = ?"  # noqa: S608

OF_BATCH = f"SELECT {COLUMNS} FROM message WHERE batch = ? ORDER BY seq"  # noqa: S608

FINISHED = "SELECT count(*) FROM message WHERE batch = ? AND finished_at IS NOT NULL"

#: A facility or a time span that is not asked for is given as NULL.
QUARANTINED = f"""
    SELECT {COLUMNS} FROM message
    WHERE state = 'quarantined' AND seq > :after AND (:facility IS NULL OR facility = :facility)
        AND (:since IS NULL OR received_at >= :since AND received_at < :until)
    ORDER BY seq LIMIT :limit
"""  # noqa: S608

REFUSED = """
    SELECT facility, SUM(duplicate_of <> ''), SUM(state = 'quarantined') FROM message
    WHERE received_at >= ? GROUP BY facility
"""

REPLAY = """
    UPDATE message SET state = 'received', due = :now, owner = '', attempts = 0, postponed = 0,
                       reason = '', finished_at = NULL, findings = '[]', counts = '{}'
    WHERE state = 'quarantined' AND (:id IS NULL OR id = :id)
"""

DEPTH = """
    SELECT state, count(*) FROM message WHERE state IN ('received', 'leased') GROUP BY state
    UNION ALL SELECT 'quarantined', count(*) FROM message WHERE state = 'quarantined'
"""
