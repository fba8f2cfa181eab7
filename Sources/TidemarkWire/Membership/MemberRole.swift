/// What a member may do. Replicas enforce it; a relay sees only may-push.
package enum MemberRole: UInt32, CaseIterable, Sendable {
    case owner = 1
    case curator = 2
    case reviewer = 3
    case voter = 4
    case reader = 5
}
