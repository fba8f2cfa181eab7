extension Comparison {
    /// Short names of the columns, for where full names of releases do not fit: the tool's name, with the version where a tool
    /// stands in several columns, and the reference where even that is the same.
    package var handles: [String] {
        let names = columns.map { $0.toolName.isEmpty ? $0.releaseName : $0.toolName }
        let versioned = zip(names, columns).map { name, column in
            guard names.count(where: { $0 == name }) > 1 else { return name }
            return "\(name) \(column.version ?? String(column.reference.drop { $0 != "/" }.dropFirst()))"
        }
        return zip(versioned, columns).map { name, column in
            versioned.count { $0 == name } > 1 ? column.reference : name
        }
    }
}
