import GRDB

extension Store {
    /// The runs that are not among the newest `keep` and that started before `time`, oldest first.
    ///
    /// Either condition may be left out; without both, none. `time` is ISO 8601, UTC, whole seconds.
    package func runs(beyondNewest keep: Int?, startedBefore time: String?) throws(StoreError) -> [StoredRun] {
        guard keep != nil || time != nil else { return [] }
        let newestFirst = try runs()
        return newestFirst.dropFirst(keep ?? 0).filter { run in time.map { run.startedAt < $0 } ?? true }.reversed()
    }

    /// Forgets runs with their metrics and neighbours, and checkpoints that no run is left of, in one transaction.
    ///
    /// Written reports and cached files stay. Returns how many runs there were; unknown identifiers are passed over.
    @discardableResult
    package func delete(runs identifiers: [String]) throws(StoreError) -> Int {
        try write { database in
            var count = 0
            for identifier in identifiers {
                try database.execute(sql: "DELETE FROM run WHERE identifier = ?", arguments: [identifier])
                count += database.changesCount
            }
            try database.execute(
                sql:
                    "DELETE FROM checkpoint WHERE digest NOT IN (SELECT checkpoint FROM run WHERE checkpoint IS NOT NULL)"
            )
            return count
        }
    }

    /// Every metric that a run has, with its feature space, in the order of names.
    package func metricNames() throws(StoreError) -> [(name: String, extractor: String)] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT DISTINCT name, extractor FROM metric_value ORDER BY name, extractor"
            ).map { ($0["name"], $0["extractor"]) }
        }
    }
}
