extension ModelFile {
    /// What `open` makes of the options in a run where something else works on the device too, as an extractor does.
    ///
    /// That ganeval runs the network itself, on the processor, is no mistake then: `open` is called again without the device, and `note` says so.
    public func sharingDevice<Model>(
        _ options: ModelOptions, _ open: (ModelOptions) throws -> Model
    ) throws -> (model: Model, note: String?) {
        do { return (try open(options), nil) } catch let error as ModelOptionError where error.option == .device {
            var rest = options
            rest.clear(.device)
            return (
                try open(rest),
                "ganeval runs its layers itself, on the processor; --device is for what ONNX Runtime runs."
            )
        }
    }
}
