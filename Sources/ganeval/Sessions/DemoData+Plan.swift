import GANData
import GANEvaluation

extension DemoData {
    /// How `samples` samples of a model that was trained on these data are judged; extractors come from the store in the folder `store`.
    func plan(samples: Int, store: String?) -> NamedPlan {
        NamedPlan(
            reference: training, heldOut: heldOut, extractors: RegistryOptions.registry(store: store), samples: samples,
            classNames: classNames)
    }
}
