import Testing

@testable import GANModels

/// StyleGAN3 against what NVIDIA's code made.
@Suite struct StyleGAN3FamilyTests {
    private let model = ForeignGenerator(folder: "stylegan3-t", file: "G_ema.pth")

    @Test func reproducesTheProjectsImages() throws {
        // float32 in another order of sums; sines of angles up to 2π · 20.
        #expect(try model.difference(from: "expected.npy") { _ in } < 1e-4)
        #expect(try model.difference(from: "expected_psi05.npy") { $0.truncation = 0.5 } < 1e-4)
        #expect(try model.loaded().notes.contains { $0.contains("sampling rates") })
    }

    /// Names whose sides are no published configuration's tell no sampling rates.
    @Test func theScheduleIsThePublishedOneOrNone() throws {
        let large = [
            "L0_36_1024", "L1_36_1024", "L2_52_1024", "L3_52_1024", "L4_84_1024", "L5_148_1024", "L6_148_967",
            "L7_276_645", "L8_276_431", "L9_532_287", "L10_1044_192", "L11_1044_128", "L12_1044_128", "L13_1024_128",
            "L14_1024_3",
        ].map { "synthesis.\($0)" }
        let schedule = try #require(StyleGAN3Schedule.published(names: large))
        #expect(schedule.samplingRate == 16 && schedule.inputSize == (36, 36) && schedule.layers.count == 15)
        #expect(schedule.layers.last?.isColour == true && schedule.layers[0].up == 2)
        var other = large
        other[4] = "synthesis.L4_88_1024"
        #expect(StyleGAN3Schedule.published(names: other) == nil)
        #expect(StyleGAN3Schedule.published(names: ["synthesis.L0_a_b"]) == nil)
    }
}
