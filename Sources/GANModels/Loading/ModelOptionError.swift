public import GANText

/// An option that says nothing about the model it was given for: a mistake that must not pass for an effect.
public enum ModelOptionError: ExplainedError, Equatable {
    /// No network of this role in a file of this kind takes the option.
    ///
    /// `flag` is how the person wrote it, where not by its own name.
    case notForKind(
        path: String, kind: ModelFile.Kind, role: Architecture.Role, option: ModelOption, flag: String? = nil)
    /// Files of this kind take it, but this model has nothing that it could mean: `found` is what it has instead.
    case notForModel(path: String, option: ModelOption, found: String, remedy: String)

    /// The option that was given.
    public var option: ModelOption {
        switch self {
        case .notForKind(_, _, _, let option, _), .notForModel(_, let option, _, _): option
        }
    }

    /// The file, option or place within it that the error speaks of.
    public var location: String {
        switch self {
        case .notForKind(let path, _, _, _, _), .notForModel(let path, _, _, _): path
        }
    }

    /// What was found there, as a clause.
    public var fact: String {
        switch self {
        case .notForKind(_, let kind, let role, let option, let flag):
            "\(flag ?? option.flag) does not apply to the \(role.rawValue) of \(kind.name)"
        case .notForModel(_, let option, let found, _): "\(option.flag) does not apply to it: \(found)"
        }
    }

    /// What would have been accepted instead.
    public var expectation: String {
        switch self {
        case .notForKind(_, let kind, let role, _, _):
            Self.list(kind.options(for: role))
        case .notForModel(_, let option, _, _): "no \(option.flag)"
        }
    }

    /// What to do about it.
    public var remedy: String {
        switch self {
        case .notForKind(_, let kind, let role, let option, _):
            "Leave it out. \(kind.reason(against: option, role: role))"
        case .notForModel(_, _, _, let remedy): remedy
        }
    }

    /// The same error about an option that the person wrote as `flag`, "--discriminator-select".
    public func spelt(_ flag: String) -> ModelOptionError {
        guard case .notForKind(let path, let kind, let role, let option, _) = self else { return self }
        return .notForKind(path: path, kind: kind, role: role, option: option, flag: flag)
    }

    private static func list(_ options: [ModelOption]) -> String {
        options.isEmpty
            ? "no option, for it says all of that itself" : "at most \(options.map(\.flag).joined(separator: ", "))"
    }
}
