import Foundation
import GANData
import GANFiles
import Testing

@testable import GANTraining

@Suite struct TrainingPlanTests {
    /// As ganeval 0.1.0 wrote it into a checkpoint.
    private let old = #"""
        {"averageDecay":0.999,"batchSize":256,"beta1":0.5,"beta2":0.999,"checkpointEvery":10,"data":"builtin:ring[0:2000]","dataCount":2000,"dataDigest":"07a609cd8b5f74118b1007626ff3a045f165852add0181834a7617c174a8a9a2","learningRate":0.0005,"logEvery":2,"preset":"mlp-ring","seed":1}
        """#

    private func decoded(_ text: String) throws -> TrainingPlan { try JSONText(text).decoded(as: TrainingPlan.self) }

    @Test func plansWithoutALossAreReadAndWrittenAsTheyWere() throws {
        let plan = try decoded(old)
        #expect(plan.hyperparameters.loss == .usual && plan.hyperparameters.regularizers.isEmpty)
        #expect(try JSONText(encoding: plan).text == old)
        let source = try SampleSources.open("builtin:ring[:2000]")
        let preset = try #require(Preset.named("mlp-ring"))
        #expect(
            try TrainingPlan(preset: preset, source: source, seed: 1, checkpointEvery: 10, logEvery: 2) == plan)
    }

    @Test func aLossAndRegularizersComeBack() throws {
        var plan = try decoded(old)
        plan.hyperparameters.regularizers = [.init(RealGradientPenalty(weight: 2.5))]
        let text = try JSONText(encoding: plan).text
        #expect(text.contains(#""regularizers":[{"name":"real_gradient_penalty","weight":2.5}]"#))
        #expect(try decoded(text) == plan && plan != decoded(old))
        let named = try decoded(old.replacing(#""seed":1"#, with: #""seed":1,"loss":"non_saturating""#))
        #expect(try named == decoded(old))
    }

    @Test(arguments: [
        (#""loss":"magic""#, "the loss magic is unknown; known are non_saturating"), (#""loss":3"#, ""),
        (
            #""regularizers":[{"name":"dropout","weight":1}]"#,
            "the regularizer dropout is unknown; known are real_gradient_penalty"
        ),
        (#""regularizers":[{"name":"real_gradient_penalty","weight":-1}]"#, "weight is -1"),
    ])
    func whatIsUnknownIsRefused(field: String, said: String) {
        let text = old.replacing(#""seed":1"#, with: #""seed":1,"# + field)
        let error = #expect(throws: DecodingError.self) { try decoded(text) }
        #expect(said.isEmpty || error.map { "\($0)" }?.contains(said) == true)
    }

    @Test func everyFieldIsNeeded() {
        for field in ["averageDecay", "batchSize", "beta1", "beta2", "learningRate", "preset", "dataDigest"] {
            #expect(throws: DecodingError.self) { try decoded(old.replacing("\"\(field)\"", with: "\"other\"")) }
        }
    }
}
