import RealModule

/// A player's strength by the Glicko-2 system, with what is known of it.
///
/// Source: Glickman 2012, "Example of the Glicko-2 system", whose steps 1 to 8 these are.
public struct Glicko2: Sendable, Equatable, Codable {
    /// On the scale of Elo's system, 1500 for a player of whom nothing is known.
    public var rating: Double
    /// Its standard deviation, 350 for a player of whom nothing is known.
    public var deviation: Double
    /// How much the strength is expected to change from period to period.
    public var volatility: Double

    /// A player of whom nothing is known, unless told otherwise.
    public init(rating: Double = 1500, deviation: Double = 350, volatility: Double = 0.06) {
        self.rating = rating
        self.deviation = deviation
        self.volatility = volatility
    }

    /// One game of a period: against whom, and the score in 0…1, which is ½ for a draw.
    public struct Game: Sendable, Equatable {
        /// As the opponent was before the period.
        public var opponent: Glicko2
        /// 0 for a defeat, 1 for a victory.
        public var score: Double

        /// A game against an opponent as rated before the period, with a score from 0 to 1, 0.5 for a draw; nothing is checked.
        public init(opponent: Glicko2, score: Double) {
            self.opponent = opponent
            self.score = score
        }
    }

    /// 400/log 10: what one unit of the system's own scale is in ratings.
    private static let unit = 173.7178
    /// τ, which constrains how fast volatilities change.
    static let constraint = 0.5
    private static let tolerance = 1e-6

    /// The player after a period of games; without any, only less is known.
    public func after(_ games: [Game]) -> Glicko2 {
        let (mu, phi) = ((rating - 1500) / Self.unit, deviation / Self.unit)
        guard !games.isEmpty else {
            var idle = self
            idle.deviation = Self.unit * (phi * phi + volatility * volatility).squareRoot()
            return idle
        }
        var (information, sum) = (0.0, 0.0)
        for game in games {
            let other = game.opponent.deviation / Self.unit
            let weight = 1 / (1 + 3 * other * other / (Double.pi * Double.pi)).squareRoot()
            let expected = 1 / (1 + .exp(-weight * (mu - (game.opponent.rating - 1500) / Self.unit)))
            information += weight * weight * expected * (1 - expected)
            sum += weight * (game.score - expected)
        }
        // Games whose outcome was certain tell nothing.
        let variance = 1 / max(information, 1e-12)
        let change = variance * sum
        let sigma = nextVolatility(change: change, deviation: phi, variance: variance)
        let before = phi * phi + sigma * sigma
        let after = 1 / (1 / before + 1 / variance)
        return Glicko2(
            rating: 1500 + Self.unit * (mu + after * sum), deviation: Self.unit * after.squareRoot(),
            volatility: sigma)
    }

    /// Step 5: the root of the volatility's equation, by the Illinois algorithm.
    private func nextVolatility(change: Double, deviation: Double, variance: Double) -> Double {
        let start = Double.log(volatility * volatility)
        func f(_ x: Double) -> Double {
            let e = Double.exp(x)
            let total = deviation * deviation + variance + e
            return e * (change * change - total) / (2 * total * total)
                - (x - start) / (Self.constraint * Self.constraint)
        }
        var low = start
        var high: Double
        if change * change > deviation * deviation + variance {
            high = .log(change * change - deviation * deviation - variance)
        } else {
            var step = 1.0
            while f(start - step * Self.constraint) < 0, step < 100 { step += 1 }
            high = start - step * Self.constraint
        }
        var (atLow, atHigh) = (f(low), f(high))
        for _ in 0..<100 where abs(high - low) > Self.tolerance {
            let next = low + (low - high) * atLow / (atHigh - atLow)
            let atNext = f(next)
            if atNext * atHigh <= 0 {
                (low, atLow) = (high, atHigh)
            } else {
                atLow /= 2
            }
            (high, atHigh) = (next, atNext)
        }
        return .exp(low / 2)
    }
}
