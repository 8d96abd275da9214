internal import DICOMBytes

extension DICOMFile {
    /// What values depart from, which reading does not look at: text against its character set (PS3.5 6.1), and every text against the rules of
    /// its representation (PS3.5 6.2). Nothing of it is changed when the file is written.
    ///
    /// - Parameter limit: findings after which no more are sought.
    public func findings(limit: Int = 10_000) -> [Repair] {
        var inspection = ValueInspection(limit: limit)
        inspection.inspect(fileMetaInformation, in: TagPath())
        inspection.inspect(dataSet, in: TagPath())
        return inspection.findings
    }
}

/// Looks at every value of text in a data set.
private struct ValueInspection {
    let limit: Int
    var findings: [Repair] = []

    mutating func inspect(_ dataSet: DataSet, in path: TagPath) {
        for element in dataSet where findings.count < limit {
            for (number, item) in element.items.enumerated() {
                var inner = path
                inner.steps.append(TagPath.Step(element.tag, item: number))
                inspect(item, in: inner)
            }
            guard !element.isSequence, element.valueRepresentation.textRules != nil else { continue }
            var place = path
            place.steps.append(TagPath.Step(element.tag))
            inspect(text: element, at: place)
        }
    }

    private mutating func inspect(text element: DataElement, at path: TagPath) {
        let decoded: DecodedText
        do throws(DataSetError) {
            decoded = try element.decodedText()
        } catch {
            return note(.undecodableText, element, path, error.problem, "It was left as it is.")
        }
        for (departure, quirk, problem) in Self.departures where decoded.departures.contains(departure) {
            note(quirk, element, path, problem, departure == .illFormed ? "U+FFFD stands for them." : "It is read as it was meant.")
        }
        for text in decoded.values {
            guard let violation = element.valueRepresentation.violation(in: text) else { continue }
            note(.dsGarbage, element, path, violation, "It was left as it is.")
            break
        }
    }

    private static let departures: [(TextDepartures, Quirk, String)] = [
        (.illFormed, .undecodableText, "The text has bytes that are no characters of its character set."),
        (.undeclaredCharacterSet, .undeclaredCharacterSet, "The text is not ASCII, and no character set is declared."),
        (.fallback, .undeclaredCharacterSet, "The text is not ASCII, and no known character set is declared."),
        (.undeclaredEscape, .iso2022NoReset, "The text has an escape sequence of a character set that is not declared."),
        (.unknownEscape, .iso2022NoReset, "The text has an escape sequence that is not of PS3.3 C.12.1.1.2."),
        (.openEscape, .iso2022NoReset, "A character set was not left where PS3.5 6.1.2.5.3 demands it."),
        (.upperControlCharacter, .undeclaredCharacterSet, "The text has control characters from 80 to 9F."),
        (.largerCharacterSet, .undeclaredCharacterSet, "The text is in a larger character set than the one declared."),
    ]

    private mutating func note(_ quirk: Quirk, _ element: DataElement, _ path: TagPath, _ problem: String, _ action: String) {
        guard findings.count < limit else { return }
        let range = element.record.valueRange
        findings.append(
            Repair(
                quirk: quirk, range: range,
                departure: DataSetError(
                    code: .invalidValue, path: path, offset: range.lowerBound, problem: problem,
                    remedy: "Correct the value where the object comes from."),
                action: action))
    }
}
