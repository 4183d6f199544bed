/// Options that several models share: each takes those that apply to it, and one that applies to none is an error.
///
/// A comparison's models may be of different kinds, of which only one needs a description of its layers.
public struct SharedModelOptions {
    /// What was not taken, and by which model.
    private var misfits: [ModelOptionError] = []
    private var taken: Set<ModelOption> = []

    /// Options that say nothing yet.
    public init() {}

    /// Opens one of the models by `open`, which gets `options` without those that don't apply.
    ///
    /// `own` are options that only this model has, which must apply. Throws what `open` throws for any other reason.
    public mutating func open<Model>(
        _ options: ModelOptions, own: Set<ModelOption> = [], _ open: (ModelOptions) throws -> Model
    ) throws -> Model {
        var rest = options
        while true {
            do {
                let model = try open(rest)
                taken.formUnion(rest.stated)
                return model
            } catch let error as ModelOptionError
                where rest.stated.contains(error.option) && !own.contains(error.option)
            {
                misfits.append(error)
                rest.clear(error.option)
            }
        }
    }

    /// Throws for the first option that no model took; else says which models others were not for.
    public func finish() throws(ModelOptionError) -> [String] {
        if let error = misfits.first(where: { !taken.contains($0.option) }) { throw error }
        return misfits.map { "\($0.location): \($0.fact); it was left out there." }
    }
}
