public import GANAutodiff
import GANNumerics

/// A loss that comes from an f-divergence by its conjugate.
///
/// Nowozin et al. 2016, 1606.00709, equations 6 and 7: D_f(P‖Q) ≥ E_P g(V) − E_Q f*(g(V)) for any function V, the logits, with the output activation
/// g of the paper's table 6. The discriminator minimizes the negative of the bound, the generator −E_Q g(V), the paper's
/// section 3.2, whose gradient doesn't vanish where the discriminator is sure.
public protocol VariationalLoss: AdversarialLoss {
    /// The divergence that it bounds: "Kullback-Leibler".
    static var divergence: String { get }
    /// g(V), element by element: brings logits to where the conjugate is defined.
    static func activated(_ logits: Variable) -> Variable
    /// f*(g(V)), element by element.
    static func conjugate(_ logits: Variable) -> Variable
    /// The divergence for a value of the bound: the bound itself, unless f counts it twice.
    static func divergence(bound: Double) -> Double
}

extension VariationalLoss {
    /// −E g(V(G(z))).
    public static func generator(real: Variable, generated: Variable) -> Variable { -activated(generated).mean() }

    /// E f*(g(V(G(z)))) − E g(V(x)).
    public static func discriminator(real: Variable, generated: Variable) -> Variable {
        conjugate(generated).mean() - activated(real).mean()
    }

    /// The bound itself.
    public static func divergence(bound: Double) -> Double { bound }

    /// The bound at these logits.
    public static func estimate(real: Variable, generated: Variable) -> DivergenceEstimate? {
        let bound = -Double(discriminator(real: real, generated: generated).value.scalar)
        return DivergenceEstimate(name: divergence, value: divergence(bound: bound))
    }
}
