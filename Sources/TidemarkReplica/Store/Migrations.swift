import GRDB

/// The numbered migrations of a replica's database. A migration that was shipped is never edited.
enum Migrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 replica") { db in
            try db.execute(sql: spaces)
            try db.execute(sql: exchange)
            for (name, columns) in replicated { try db.execute(sql: table(name, columns)) }
            try db.execute(sql: deeds)
            try db.execute(sql: removals)
            try db.execute(sql: derived)
            try db.execute(sql: views)
        }
        return migrator
    }

    /// Spaces, their keys and members, and who has written how much.
    private static let spaces = """
        CREATE TABLE setting (name TEXT PRIMARY KEY NOT NULL, value ANY) STRICT;
        CREATE TABLE space (
          id INTEGER PRIMARY KEY, sid BLOB NOT NULL UNIQUE CHECK (length(sid) = 16),
          kind TEXT NOT NULL CHECK (kind IN ('shelf', 'catalogue')),
          secret BLOB NOT NULL CHECK (length(secret) = 32), device_key BLOB NOT NULL CHECK (length(device_key) = 32),
          device BLOB NOT NULL CHECK (length(device) = 32), incarnation INTEGER NOT NULL,
          schema INTEGER NOT NULL, horizon BLOB, away BLOB) STRICT;
        CREATE TABLE epoch_key (
          space INTEGER NOT NULL REFERENCES space, epoch INTEGER NOT NULL, key BLOB NOT NULL CHECK (length(key) = 32),
          PRIMARY KEY (space, epoch)) STRICT;
        CREATE TABLE member_entry (
          space INTEGER NOT NULL REFERENCES space, position INTEGER NOT NULL, entry BLOB NOT NULL,
          PRIMARY KEY (space, position)) STRICT;
        CREATE TABLE writer (
          id INTEGER PRIMARY KEY, space INTEGER NOT NULL REFERENCES space, wid BLOB NOT NULL, device BLOB,
          last INTEGER NOT NULL DEFAULT 0, head_last INTEGER, head BLOB, UNIQUE (space, wid)) STRICT;
        CREATE TABLE writer_gap (
          writer INTEGER NOT NULL REFERENCES writer, first INTEGER NOT NULL, last INTEGER NOT NULL,
          PRIMARY KEY (writer, first)) STRICT;
        """

    /// What goes out and what has come in.
    private static let exchange = """
        CREATE TABLE journal (
          space INTEGER NOT NULL REFERENCES space, first INTEGER NOT NULL, last INTEGER NOT NULL, body BLOB NOT NULL,
          PRIMARY KEY (space, first)) STRICT;
        CREATE TABLE journal_sealed (
          space INTEGER NOT NULL REFERENCES space, first INTEGER NOT NULL, last INTEGER NOT NULL, body BLOB NOT NULL,
          PRIMARY KEY (space, first)) STRICT;
        CREATE TABLE batch (
          id INTEGER PRIMARY KEY, space INTEGER NOT NULL REFERENCES space, writer INTEGER NOT NULL REFERENCES writer,
          first INTEGER NOT NULL, last INTEGER NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL,
          in_flight INTEGER NOT NULL DEFAULT 0, parked TEXT) STRICT;
        CREATE UNIQUE INDEX batch_by_hash ON batch (space, hash);
        CREATE INDEX batch_by_writer ON batch (writer, first);
        CREATE INDEX batch_in_flight ON batch (space, id) WHERE in_flight;
        CREATE INDEX batch_parked ON batch (space, id) WHERE parked IS NOT NULL;
        CREATE TABLE relay (
          space INTEGER PRIMARY KEY REFERENCES space, url TEXT NOT NULL, epoch BLOB, position INTEGER, running BLOB,
          vector BLOB, token TEXT, token_expires INTEGER, last_sync INTEGER, problem TEXT) STRICT;
        CREATE TABLE folder_move (
          space INTEGER NOT NULL, stamp INTEGER NOT NULL, writer INTEGER NOT NULL, number INTEGER NOT NULL,
          folder BLOB NOT NULL, parent BLOB NOT NULL, order_key BLOB NOT NULL,
          PRIMARY KEY (space, stamp, writer, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE snapshot (
          id INTEGER PRIMARY KEY, space INTEGER NOT NULL REFERENCES space ON DELETE CASCADE, manifest BLOB NOT NULL) STRICT;
        CREATE TABLE snapshot_pack (
          snapshot INTEGER NOT NULL REFERENCES snapshot ON DELETE CASCADE, position INTEGER NOT NULL,
          inflated INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (snapshot, position)) STRICT;
        CREATE TABLE digest (
          space INTEGER NOT NULL REFERENCES space, kind INTEGER NOT NULL, sum BLOB NOT NULL CHECK (length(sum) = 32),
          through INTEGER NOT NULL, PRIMARY KEY (space, kind)) STRICT;
        CREATE TABLE import_run (
          id INTEGER PRIMARY KEY, source BLOB NOT NULL, action INTEGER NOT NULL, started INTEGER NOT NULL,
          made BLOB NOT NULL, deed INTEGER) STRICT;
        """

    /// What was done on this device, to be taken back (`DeedLog`).
    private static let deeds = """
        CREATE TABLE deed (
          id INTEGER PRIMARY KEY, space INTEGER NOT NULL REFERENCES space ON DELETE CASCADE, made_at INTEGER NOT NULL, label TEXT NOT NULL,
          size INTEGER NOT NULL, undoes INTEGER, root INTEGER NOT NULL, undone INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX deed_by_root ON deed (root);
        CREATE INDEX deed_undoes ON deed (undoes) WHERE undoes IS NOT NULL;
        CREATE TABLE deed_part (
          deed INTEGER NOT NULL REFERENCES deed ON DELETE CASCADE, writer INTEGER NOT NULL, first INTEGER NOT NULL,
          last INTEGER NOT NULL, effects BLOB NOT NULL, PRIMARY KEY (deed, first)) STRICT;
        """

    /// What other devices have put into the trash lately, and which of it is held back (`RemovalWatch`).
    private static let removals = """
        CREATE TABLE removal (
          id INTEGER PRIMARY KEY, space INTEGER NOT NULL REFERENCES space ON DELETE CASCADE, writer INTEGER NOT NULL,
          action INTEGER NOT NULL, received_at INTEGER NOT NULL, items INTEGER NOT NULL,
          held INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE INDEX removal_by_writer ON removal (writer, received_at);
        CREATE INDEX removal_held ON removal (space) WHERE held;
        CREATE TABLE removal_mark (
          removal INTEGER NOT NULL REFERENCES removal ON DELETE CASCADE, writer INTEGER NOT NULL, number INTEGER NOT NULL,
          kind INTEGER NOT NULL, row BLOB NOT NULL, PRIMARY KEY (removal, writer, number)) STRICT;
        CREATE TABLE removal_item (
          removal INTEGER NOT NULL REFERENCES removal ON DELETE CASCADE, item BLOB NOT NULL,
          PRIMARY KEY (removal, item)) STRICT;
        """

    /// A replicated table. `present` is 0 for rows that are only pointed at so far; `trashed` is 1 in the trash, 2 in a folder
    /// that is; `conflicts` counts what lost against concurrent writes; `unsettled` is 1 where something may be forgotten of the
    /// row one day (`RowState.isUnsettled`); `state` holds what merging needs (`RowStateCoding`).
    private static func table(_ name: String, _ columns: String) -> String {
        """
        CREATE TABLE \(name) (
          id INTEGER PRIMARY KEY, space INTEGER NOT NULL, rid BLOB NOT NULL, present INTEGER NOT NULL DEFAULT 0,
          trashed INTEGER NOT NULL DEFAULT 0, conflicts INTEGER NOT NULL DEFAULT 0,
          unsettled INTEGER NOT NULL DEFAULT 0, key TEXT, key_number INTEGER NOT NULL DEFAULT 0, \(columns.isEmpty ? "" : columns + ", ")state BLOB NOT NULL) STRICT;
        CREATE UNIQUE INDEX \(name)_by_rid ON \(name) (space, rid);
        CREATE INDEX \(name)_unsettled ON \(name) (space, id) WHERE unsettled;
        """
    }

    private static let replicated = [
        (
            "item",
            """
            url TEXT, title TEXT, note TEXT, tags TEXT, added_at INTEGER, unread INTEGER, favourite INTEGER,
            archived INTEGER, private INTEGER, origins TEXT, progress INTEGER, erased INTEGER, opens INTEGER,
            held INTEGER NOT NULL DEFAULT 0
            """
        ),
        ("placement", "item INTEGER, first_folder INTEGER, folder INTEGER, order_key BLOB, shown INTEGER"),
        (
            "folder",
            """
            first_parent INTEGER, title TEXT, note TEXT, added_at INTEGER, erased INTEGER, parent INTEGER, order_key BLOB,
            move_stamp INTEGER, move_writer INTEGER, move_number INTEGER
            """
        ),
        ("highlight", "item INTEGER, quote TEXT, note TEXT, passage TEXT, colour TEXT, added_at INTEGER"),
        ("catalogue", "name TEXT, threshold INTEGER"),
        ("tool", "name TEXT, category TEXT, tagline TEXT, summary TEXT, best_for TEXT, website TEXT"),
        ("release", "tool INTEGER, name TEXT, number TEXT, released_on TEXT, pricing TEXT"),
        (
            "tier",
            """
            release INTEGER, label TEXT, position INTEGER, amount INTEGER, currency TEXT, period TEXT, unit TEXT,
            verbatim TEXT
            """
        ),
        ("reviewer", "name TEXT"),
        ("take", "release INTEGER, reviewer INTEGER, score INTEGER, stance TEXT, rationale TEXT"),
        ("vote", "release INTEGER, stance TEXT"),
        ("own_verdict", "subject TEXT, stance TEXT, chosen TEXT, note TEXT, revisit TEXT, decided TEXT"),
        (
            "weight_profile",
            "name TEXT, builder INTEGER, skeptic INTEGER, futurist INTEGER, pm INTEGER, founder INTEGER"
        ),
        ("read_mark", "seen TEXT, read_at INTEGER"),
        ("acknowledgement", ""),
        ("revision", "subject TEXT, published_at INTEGER, content TEXT"),
        (
            "prediction",
            """
            release INTEGER, reviewer INTEGER, text TEXT, due TEXT, made_on TEXT, probability INTEGER, outcome TEXT,
            resolved_on TEXT
            """
        ),
        ("other", "kind INTEGER NOT NULL DEFAULT 0"),
    ]

    /// Indexes and the search tables.
    private static let derived = """
        CREATE INDEX item_by_added ON item (added_at DESC) WHERE present AND trashed = 0;
        CREATE INDEX item_unread ON item (added_at DESC) WHERE unread = 1;
        CREATE INDEX item_favourite ON item (added_at DESC) WHERE favourite = 1;
        CREATE INDEX item_archived ON item (added_at DESC) WHERE archived = 1;
        CREATE INDEX item_trashed ON item (added_at DESC) WHERE trashed <> 0;
        CREATE INDEX item_in_conflict ON item (added_at DESC) WHERE conflicts > 0;
        CREATE INDEX item_held ON item (added_at DESC) WHERE held;
        CREATE INDEX placement_elsewhere ON placement (shown) WHERE shown IS NOT folder;
        CREATE INDEX placement_by_item ON placement (item);
        CREATE INDEX placement_by_folder ON placement (folder, order_key);
        CREATE INDEX highlight_by_item ON highlight (item);
        CREATE INDEX folder_by_parent ON folder (parent, order_key);
        CREATE INDEX release_by_tool ON release (tool);
        CREATE INDEX tier_by_release ON tier (release);
        CREATE INDEX take_by_release ON take (release);
        CREATE INDEX vote_by_release ON vote (release);
        CREATE INDEX revision_by_subject ON revision (subject, published_at);
        CREATE INDEX prediction_by_release ON prediction (release);
        CREATE TABLE item_tag (item INTEGER NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (item, tag)) STRICT, WITHOUT ROWID;
        CREATE INDEX item_tag_by_tag ON item_tag (tag COLLATE NOCASE, item);
        CREATE VIRTUAL TABLE item_text USING fts5 (
          title, url, note, tags, content = 'item', content_rowid = 'id', prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2');
        INSERT INTO item_text (item_text, rank) VALUES ('hashsize', 8388608);
        """

    /// What people and scripts read: everything that is not in the trash.
    private static let views = """
        CREATE VIEW bookmarks AS
          SELECT id, lower(hex(rid)) AS item, url, title, note, tags, added_at, unread, favourite, archived FROM item
          WHERE present AND trashed = 0;
        CREATE VIEW bookmark_places AS
          SELECT p.item AS bookmark, p.shown AS folder, p.order_key, p.shown IS NOT p.folder AS rescued
          FROM placement p JOIN item i ON i.id = p.item
          WHERE p.present AND p.trashed = 0 AND p.shown IS NOT NULL AND i.present AND i.trashed = 0;
        """
}
