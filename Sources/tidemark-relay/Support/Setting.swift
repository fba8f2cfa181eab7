import Foundation

/// A setting's value: the command line's, else the environment's.
enum Setting {
    static func text(_ given: String?, environment name: String) -> String? {
        if let given { return given }
        return ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func flag(_ given: Bool, environment name: String) -> Bool {
        given || ["1", "true", "yes"].contains(text(nil, environment: name)?.lowercased() ?? "")
    }
}
