import TidemarkLibrary
import TidemarkReplica

/// Weights as a person gives them: the name of a stored profile, or the weights themselves.
enum WeightsArgument {
    /// - Throws: `CommandFailure` where it is neither.
    static func find(_ text: String, in replica: Replica) throws -> (weights: RoleWeights, name: String?) {
        let profiles = try replica.weightProfiles()
        let slug = Slug.make(text)
        if let profile = profiles.first(where: { Slug.make($0.name) == slug }) {
            return (profile.weights, profile.name)
        }
        if let weights = try? RoleWeights(parsing: text) { return (weights, nil) }
        // A word alone was meant as a name.
        guard text.contains(where: { $0.isNumber || $0 == "," || $0 == "=" }) else {
            let names = profiles.map(\.name).joined(separator: ", ")
            throw CommandFailure(
                .notFound,
                "There are no weights called \"\(text)\": "
                    + (names.isEmpty ? "make them with `tidemark weights set NAME WEIGHTS`." : "there are \(names)."))
        }
        return (try parse(text), nil)
    }

    static func parse(_ text: String) throws -> RoleWeights {
        do throws(RoleWeights.Problem) {
            return try RoleWeights(parsing: text)
        } catch {
            throw CommandFailure(.usage, error.description)
        }
    }
}
