import GANData
import GANText

/// What a person must know about sources before anything is made of them.
enum SourceNotes {
    /// Says which classes were guessed from folders, and with `reading` how values were read where something was done to them.
    static func tell(_ sources: [(any SampleSource)?], reading: SourceReading = SourceReading(), quiet: Bool) {
        if quiet { return }
        for source in sources.compactMap({ $0 }) { notes(source, reading: reading).forEach { Console.note($0) } }
    }

    static func notes(_ source: any SampleSource, reading: SourceReading = SourceReading()) -> [String] {
        var notes: [String] = []
        if let count = source.guessedClasses {
            let names = (source.classNames ?? []).prefix(6).joined(separator: ", ") + (count > 6 ? ", …" : "")
            notes.append(
                "\(source.name): \(FigureText.count(count, "class", "classes")) guessed from its folders: \(names).")
        }
        if reading.changesValues { notes.append("\(source.name) was read as \(source.rule).") }
        return notes
    }
}
