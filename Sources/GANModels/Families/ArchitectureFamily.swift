import GANNumerics

/// Networks whose layers follow from the shapes of their tensors alone.
///
/// A family is one file that conforms and one line in `Architecture.familyTypes`.
protocol ArchitectureFamily: Sendable {
    /// What `--architecture` calls it.
    static var name: String { get }

    /// The architecture of a state dict whose tensors have `shapes`, norms resolved.
    ///
    /// Throws the first thing that the state dict has and the family does not. Shapes are hostile until checked.
    static func match(_ shapes: [String: [Int]], role: Architecture.Role) throws(FamilyMismatch) -> Architecture
}

/// What a state dict has that a family does not.
struct FamilyMismatch: Error, Equatable {
    let reason: String
}

extension ArchitectureFamily {
    typealias Mismatch = FamilyMismatch

    /// An architecture that says which family it is of.
    static func architecture(
        _ role: Architecture.Role, _ network: NetworkDescription, latent: LatentPrior? = nil,
        valueRange: ValueRange, classCount: Int? = nil
    ) -> Architecture {
        var found = Architecture(
            role: role, network: network, latent: latent, valueRange: valueRange, classCount: classCount,
            origin: "family \(name)")
        found.assumed = FamilyAssumptions.words(found)
        return found
    }
}
