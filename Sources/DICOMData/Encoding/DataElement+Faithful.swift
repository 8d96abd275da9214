internal import DICOMBytes

// Which bytes a writer may copy as they stand, headers and delimiters with them.

extension DataElement {
    /// Header, value and delimiter of an element that needs no change in this encoding.
    func faithfulRange(in encoding: DataSetEncoding) -> Range<Int>? {
        let isAlike = origin.encoding.encoding(of: tag) == encoding.encoding(of: tag)
        guard record.headerLength > 0, isAlike, let range = encodedRange else { return nil }
        return origin.index.isFaithful(range) ? range : nil
    }

    /// The same of a sequence, with all that stands inside.
    func faithfulSequenceRange(
        in encoding: DataSetEncoding, _ options: WritingOptions, _ characterSet: SpecificCharacterSet
    ) -> Range<Int>? {
        guard madeItems == nil, options.keepsLengths, options.characterSet == nil, origin.characterSet == characterSet else { return nil }
        return faithfulRange(in: encoding)
    }

    /// The bytes of the text in another character set; nil where they are the same.
    func converted(to characterSet: SpecificCharacterSet) throws(DataSetError) -> [UInt8]? {
        guard origin.characterSet != characterSet, let rules = effectiveRepresentation.textRules, rules.usesSpecificCharacterSet,
            !origin.source.isASCII(in: record.valueRange)
        else { return nil }
        let text = try decodedText()
        guard !text.departures.contains(.illFormed) else {
            throw ElementEncoder.invalid(
                tag, "The text has bytes that are no characters of its character set, and would be lost in another one.",
                code: .unsupportedCharacterSet,
                remedy: "Name the set that is meant (ReadingOptions.fallbackCharacterSet), or set the text anew.")
        }
        guard let bytes = characterSet.encode(text.values, as: effectiveRepresentation) else {
            throw ElementEncoder.invalid(
                tag, "The text has characters that the character set of the data set lacks.", code: .unsupportedCharacterSet,
                remedy: "Write it in ISO_IR 192 (WritingOptions.characterSet).")
        }
        return bytes
    }

    /// From the header to the end of the delimiter.
    fileprivate var encodedRange: Range<Int>? {
        let delimiter = hasUndefinedLength ? 8 : 0
        let start = record.offset - Int(record.headerLength)
        let end = record.offset + record.length + delimiter
        guard start >= 0, end <= origin.source.count, hasUndefinedLength || record.length & 1 == 0 else { return nil }
        return start..<end
    }
}

extension DataSet {
    /// What the elements lie in, where they were read from one place.
    var source: ByteSource? {
        guard case .run(let index, _, _) = storage else { return nil }
        return index.source
    }

    /// All elements of a data set that was read and needs no change.
    func faithfulRange(
        in encoding: DataSetEncoding, _ options: WritingOptions, _ characterSet: SpecificCharacterSet
    ) -> Range<Int>? {
        guard case .run(let index, _, _) = storage, options.keepsLengths, options.characterSet == nil,
            self.encoding == encoding, self.characterSet == characterSet, let first = self.first?.encodedRange
        else { return nil }
        // Elements that were put in order lie elsewhere, and what was passed over lies between them.
        var end = first.lowerBound
        var previous: DataElement.Tag?
        for element in self {
            guard let range = element.encodedRange, range.lowerBound == end, element.tag != previous else { return nil }
            end = range.upperBound
            previous = element.tag
        }
        let range = first.lowerBound..<end
        return index.isFaithful(range) ? range : nil
    }
}

extension WritingOptions {
    fileprivate var keepsLengths: Bool { sequenceLengths == .asRead && groupLengths == .corrected }
}
