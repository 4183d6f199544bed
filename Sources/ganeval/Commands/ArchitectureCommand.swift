import ArgumentParser

struct ArchitectureCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "architecture",
        abstract: "Describe a network's layers, and check descriptions.",
        discussion: HelpText.discussion(
            """
            A state dict holds weights and no layers. What --architecture FILE takes is the text of print(G), or YAML:

                latent: {shape: [64, 1, 1], distribution: standard normal}
                range: [-1, 1]              # where no Tanh or Sigmoid tells it
                sample_shape: [3, 32, 32]   # where the layers don't tell it
                generator:
                  - {kind: ConvTranspose2d, in: 64, out: 128, kernel: 4,
                     bias: false, key: main.0}
                  - {kind: BatchNorm2d, features: 128, key: main.1, name: skip}
                  - {kind: ReLU}
                  - {kind: Add, inputs: [skip, up]}

            A generator may be the text of print(G) there, too. Kinds and arguments are PyTorch's, long or short (in_channels or in); \
            inplace, momentum and track_running_stats are taken and mean nothing; pairs of equal numbers are one. A key is the layer's \
            path in the state dict, with or without what all names begin with. `name` names a value, `input` reads one, Add and \
            Concat join several. A discriminator stands under `discriminator`.
            """,
            examples: .init("What layers there are", "ganeval architecture list"),
            .init("Is a description right?", "ganeval architecture check gan.yaml"),
            .init("Is a printed network understood?", "ganeval architecture check print.txt")),
        subcommands: [List.self, Check.self])
}
