/// A command taken apart into its words, as a shell would read what `quoted` writes, and put together again.
struct ShellWords {
    private(set) var words: [String]

    init(_ words: [String]) { self.words = words }

    /// The words of a command; quotes group, and a backslash outside of them takes the next character as it is.
    init(reading command: String) {
        var words: [String] = []
        var word: String?
        var (isQuoted, isEscaped) = (false, false)
        for character in command {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "'" {
                isQuoted.toggle()
                word = word ?? ""
            } else if isQuoted {
                word = (word ?? "") + String(character)
            } else if character == "\\" {
                isEscaped = true
            } else if character.isWhitespace {
                if let word { words.append(word) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        self.words = words
    }

    /// The value of an option, "--out a" or "--out=a"; nil where it is not given.
    func value(of option: String) -> String? {
        for (place, word) in words.enumerated() {
            if word == option { return words.indices.contains(place + 1) ? words[place + 1] : nil }
            if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
        }
        return nil
    }

    /// The same with an option at this value, in its place or at the end.
    func setting(_ option: String, to value: String) -> ShellWords {
        var changed = words
        if let place = words.firstIndex(of: option), words.indices.contains(place + 1) {
            changed[place + 1] = value
        } else if let place = words.firstIndex(where: { $0.hasPrefix(option + "=") }) {
            changed[place] = "\(option)=\(value)"
        } else {
            changed += [option, value]
        }
        return ShellWords(changed)
    }

    /// The command as somebody would type it.
    var quoted: String {
        words.map { word in
            // Capitals alone stand for what the reader has to put there.
            let plain = !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=,+@%".contains($0) }
            return plain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }
}
