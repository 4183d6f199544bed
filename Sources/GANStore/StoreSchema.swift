import GRDB

/// The store's tables.
///
/// Each migration has a name and is never edited once released; a change is a new migration.
///
/// The schema itself holds what must always be true: no missing value, no number that is not finite, no digest that is
/// not one, no metric without its run.
enum StoreSchema {
    /// Marks the file as ganeval's ("gane" in ASCII), so that no other database is written into.
    static let applicationIdentifier: Int32 = 0x6761_6E65

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 runs") { database in
            try database.execute(sql: "PRAGMA application_id = \(applicationIdentifier)")
            try database.execute(sql: runs)
        }
        migrator.registerMigration("2 cached files") { database in try database.execute(sql: cachedFiles) }
        migrator.registerMigration("3 levels of intervals") { database in
            // NULL in rows from before, whose intervals are of 95 %.
            try database.execute(
                sql: """
                    ALTER TABLE metric_value ADD COLUMN level REAL CHECK (level > 0 AND level < 1);
                    ALTER TABLE metric_value ADD COLUMN interval_method TEXT;
                    """)
        }
        migrator.registerMigration("4 reach near the null") { database in
            // NULL in rows from before, of which nobody knows it.
            try database.execute(
                sql: "ALTER TABLE metric_value ADD COLUMN reach REAL CHECK (reach >= 0 AND \(finite("reach")))")
        }
        migrator.registerMigration("5 checks") { database in
            // NULL in rows from before, of which nobody knows them; some versions of SQLite call NULL no JSON.
            try database.execute(
                sql: "ALTER TABLE run ADD COLUMN checks TEXT CHECK (checks IS NULL OR json_valid(checks))")
        }
        return migrator
    }

    /// SQLite stores NaN as NULL, which NOT NULL refuses; infinity must be refused by its size.
    private static func finite(_ column: String) -> String {
        "\(column) BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308"
    }

    private static func digest(_ column: String) -> String {
        "length(\(column)) = 64 AND \(column) NOT GLOB '*[^0-9a-f]*'"
    }

    private static func second(_ column: String) -> String {
        "\(column) GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z'"
    }

    private static var runs: String {
        """
        CREATE TABLE checkpoint (
            digest TEXT NOT NULL PRIMARY KEY CHECK (\(digest("digest"))),
            path TEXT NOT NULL CHECK (path <> ''),
            step INTEGER CHECK (step >= 0),
            images_seen INTEGER CHECK (images_seen >= 0)
        ) STRICT;

        CREATE TABLE run (
            identifier TEXT NOT NULL PRIMARY KEY CHECK (identifier <> ''),
            started_at TEXT NOT NULL CHECK (\(second("started_at"))),
            finished_at TEXT NOT NULL CHECK (\(second("finished_at")) AND finished_at >= started_at),
            command TEXT NOT NULL,
            tool_version TEXT NOT NULL CHECK (tool_version <> ''),
            protocol_fingerprint TEXT NOT NULL
                CHECK (length(protocol_fingerprint) = 16 AND protocol_fingerprint NOT GLOB '*[^0-9a-f]*'),
            protocol TEXT NOT NULL CHECK (json_valid(protocol)),
            subject_name TEXT NOT NULL,
            subject_path TEXT NOT NULL,
            subject_digest TEXT NOT NULL CHECK (\(digest("subject_digest"))),
            checkpoint TEXT REFERENCES checkpoint (digest),
            reference_name TEXT NOT NULL,
            reference_digest TEXT NOT NULL CHECK (\(digest("reference_digest"))),
            held_out_digest TEXT CHECK (\(digest("held_out_digest"))),
            verdict TEXT NOT NULL CHECK (verdict <> ''),
            grade TEXT NOT NULL CHECK (grade IN ('good', 'weak', 'alarming', 'can''t tell')),
            report_folder TEXT NOT NULL CHECK (report_folder <> ''),
            CHECK (checkpoint IS NULL OR checkpoint = subject_digest)
        ) STRICT;
        CREATE INDEX run_by_start ON run (started_at);
        CREATE INDEX run_by_subject ON run (subject_digest);

        CREATE TABLE metric_value (
            run TEXT NOT NULL REFERENCES run (identifier) ON DELETE CASCADE,
            name TEXT NOT NULL CHECK (name <> ''),
            extractor TEXT NOT NULL CHECK (extractor <> ''),
            position INTEGER NOT NULL CHECK (position >= 0),
            value REAL NOT NULL CHECK (\(finite("value"))),
            low REAL CHECK (\(finite("low"))),
            high REAL CHECK (\(finite("high"))),
            null_value REAL CHECK (\(finite("null_value"))),
            ceiling REAL CHECK (\(finite("ceiling"))),
            diagnostics TEXT NOT NULL CHECK (json_valid(diagnostics)),
            PRIMARY KEY (run, name, extractor),
            UNIQUE (run, position),
            CHECK ((low IS NULL) = (high IS NULL)),
            CHECK (low <= high)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX metric_value_by_name ON metric_value (name, extractor);

        CREATE TABLE neighbour (
            run TEXT NOT NULL REFERENCES run (identifier) ON DELETE CASCADE,
            sample INTEGER NOT NULL CHECK (sample >= 0),
            training_row INTEGER NOT NULL CHECK (training_row >= 0),
            distance REAL NOT NULL CHECK (distance >= 0 AND \(finite("distance"))),
            ratio REAL CHECK (ratio >= 0 AND \(finite("ratio"))),
            PRIMARY KEY (run, sample, training_row)
        ) STRICT, WITHOUT ROWID;
        """
    }

    private static var cachedFiles: String {
        """
        CREATE TABLE cached_file (
            key TEXT NOT NULL PRIMARY KEY CHECK (\(digest("key"))),
            file_name TEXT NOT NULL UNIQUE CHECK (file_name <> '' AND file_name NOT GLOB '*/*'),
            rows INTEGER NOT NULL CHECK (rows >= 0),
            columns INTEGER NOT NULL CHECK (columns >= 0),
            bytes INTEGER NOT NULL CHECK (bytes > 0),
            sha256 TEXT NOT NULL CHECK (\(digest("sha256"))),
            created_at INTEGER NOT NULL CHECK (created_at >= 0),
            last_used_at INTEGER NOT NULL CHECK (last_used_at >= created_at)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX cached_file_by_use ON cached_file (last_used_at, key);
        """
    }
}
