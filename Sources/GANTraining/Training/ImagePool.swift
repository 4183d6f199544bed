import GANNumerics

/// Generated images of earlier steps, which a discriminator is shown in place of half of the new ones, so that it can't follow the generator's last move
/// alone.
///
/// Shrivastava et al. 2016, 1612.07828, section 2.3, as Zhu et al. 2017, 1703.10593, section 4, use it.
struct ImagePool: Sendable, Equatable {
    /// Images that it holds at most.
    let capacity: Int
    /// Those that it holds, each with all its values.
    private(set) var images: [[Float]] = []

    init(capacity: Int) { self.capacity = capacity }

    /// One image for each of `made` `[n, …]`: the same while there is room, which it then takes; afterwards the same or, as often, one that it held, whose place it
    /// takes.
    mutating func exchanged(_ made: Tensor, random: SeededGenerator) -> Tensor {
        guard capacity > 0 else { return made }
        var random = random
        let size = made.count / max(1, made.shape[0])
        var result = made
        for start in stride(from: 0, to: made.count, by: max(1, size)) {
            let image = Array(made.scalars[start..<start + size])
            if images.count < capacity {
                images.append(image)
                continue
            }
            guard random.uniform() < 0.5 else { continue }
            let place = random.index(below: capacity)
            result.scalars.replaceSubrange(start..<start + size, with: images[place])
            images[place] = image
        }
        return result
    }

    /// The images as rows, for a state; nil where there are none.
    var tensor: Tensor? {
        guard let first = images.first else { return nil }
        return Tensor(shape: [images.count, first.count], scalars: images.flatMap { $0 })
    }

    /// The pool that `tensor` gave, of images of `size` values; nil where it was none of this capacity.
    init?(capacity: Int, size: Int, tensor: Tensor?) {
        self.capacity = capacity
        guard let tensor else { return }
        guard tensor.shape.count == 2, tensor.shape[0] <= capacity, tensor.shape[1] == size else { return nil }
        images = (0..<tensor.shape[0]).map { Array(tensor.scalars[$0 * size..<($0 + 1) * size]) }
    }
}
