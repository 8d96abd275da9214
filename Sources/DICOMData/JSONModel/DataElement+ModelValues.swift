internal import DICOMBytes

// Values as the JSON and XML models have them.

extension DataElement {
    /// The values of text; none where there is but padding, which is no value (PS3.18 F.2.5).
    func modelTexts() throws(DataSetError) -> [String] {
        let texts = try strings()
        return texts == [""] ? [] : texts
    }

    /// UV as text: its values need not fit a signed integer.
    func unsignedText() throws(DataSetError) -> [String] {
        guard length % 8 == 0 else { throw invalid("The value length of \(length) bytes is no multiple of 8.") }
        let order = byteOrder
        return origin.source.withSpan { bytes in
            stride(from: record.offset, to: record.offset + record.length, by: 8).map {
                String(bytes.integer(at: $0, order, as: UInt64.self))
            }
        }
    }

    /// The bytes with each number in little-endian order, as InlineBinary demands (PS3.18 F.2.7).
    func withLittleEndianBytes(_ body: (Span<UInt8>) throws(DataSetError) -> Void) throws(DataSetError) {
        guard byteOrder == .big, !isEncapsulated, let width = valueRepresentation.wordSize, length % width == 0 else {
            return try withBytes(body)
        }
        var swapped = bytes
        for start in stride(from: 0, to: swapped.count, by: width) { swapped[start..<start + width].reverse() }
        let span = swapped.span
        try body(span)
    }
}
