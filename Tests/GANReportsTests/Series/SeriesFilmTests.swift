import GANEvaluation
import Testing

@testable import GANReports

@Suite struct SeriesFilmTests {
    @Test func showsEveryCheckpointWhereTheyFit() throws {
        let film = try SeriesFilm(MockSeries.full())
        #expect(film.omitted == 0 && film.frames.map(\.count) == [10, 10])
        #expect(film.frames[0].map(\.candidate) == Array(0..<10))
        // Each frame's cells are its own.
        let places = film.frames.flatMap { $0.flatMap { $0.cells.map { [$0.x, $0.y] } } }
        #expect(Set(places).count == 160)
    }

    @Test func picksEvenlyAndKeepsTheEndsAndTheBest() {
        let list = Array(100..<200)
        for (most, best) in [(10, 137), (10, 100), (4, 199), (12, 150)] {
            let picked = SeriesFilm.picked(list, most: most, keeping: best)
            #expect(picked.count == most && picked.first == 100 && picked.last == 199 && picked.contains(best))
            #expect(picked == picked.sorted())
        }
        #expect(SeriesFilm.picked(list, most: 100, keeping: nil) == list)
        #expect(SeriesFilm.picked(list, most: 5, keeping: 7).count == 5)
        #expect(SeriesFilm.picked([], most: 5, keeping: nil).isEmpty)
    }
}
