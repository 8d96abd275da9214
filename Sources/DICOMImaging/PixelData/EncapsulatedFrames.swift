internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// The frames of encapsulated Pixel Data: found once, and lent one by one.
struct EncapsulatedFrames: Sendable {
    private let fragments: Fragments
    private let division: FrameDivision

    init(
        _ element: DataElement, dataSet: DataSet, image: ImagePixelDescription, _ compression: PixelCodec.Compression
    ) throws(ImagingError) {
        fragments = element.fragments
        division = try FrameDivision(fragments, dataSet: dataSet, image: image, compression)
    }

    /// Frames that are there, which may be more or fewer than declared.
    var count: Int { division.count }

    /// What was wrong with what the object says of where frames are.
    var findings: [PixelFinding] { division.findings }

    /// The bytes of the file in which a frame lies, headers of items between its fragments included; nil where it is not there.
    func range(of frame: Int) -> Range<Int>? {
        guard let place = place(of: frame) else { return nil }
        let first = fragments[place.fragments.lowerBound]
        if let part = place.part { return first.lowerBound + part.lowerBound..<first.lowerBound + part.upperBound }
        return first.lowerBound..<fragments[place.fragments.upperBound - 1].upperBound
    }

    /// Lends the bytes that hold the codestream of a frame, and where its fragments lie in them.
    func withCodestream<Result>(of frame: Int, _ body: (Span<UInt8>, [Range<Int>]) throws -> Result) throws -> Result {
        guard let place = place(of: frame) else { throw Self.missing(frame) }
        return try fragments.withBytes(of: place.fragments) { bytes, ranges in try body(bytes, place.part.map { [$0] } ?? ranges) }
    }

    /// Lends the bytes that hold the codestreams of a frame and the next one, and where the fragments of each lie in them.
    func withCodestreams<Result>(of frame: Int, _ body: (Span<UInt8>, [Range<Int>], [Range<Int>]) throws -> Result) throws -> Result {
        guard let first = place(of: frame), let second = place(of: frame + 1), first.part == nil, second.part == nil else {
            throw Self.missing(frame)
        }
        return try fragments.withBytes(of: first.fragments.lowerBound..<second.fragments.upperBound) { bytes, ranges in
            let next = second.fragments.lowerBound - first.fragments.lowerBound
            return try body(bytes, Array(ranges[..<first.fragments.count]), Array(ranges[next...]))
        }
    }

    /// The fragments of a frame, or the part of one.
    private func place(of frame: Int) -> (fragments: Range<Int>, part: Range<Int>?)? {
        guard (0..<count).contains(frame) else { return nil }
        switch division.division {
        case .each: return (frame + 1..<frame + 2, nil)
        case .runs(let starts, let end): return (starts[frame]..<(frame + 1 < starts.count ? starts[frame + 1] : end), nil)
        case .parts(let parts): return (parts[frame].fragment..<parts[frame].fragment + 1, parts[frame].bytes)
        }
    }

    private static func missing(_ frame: Int) -> ImagingError {
        ImagingError(
            code: .missingPixels, frame: frame, problem: "Pixel Data ends before the frame.",
            remedy: "The object is cut short; fetch it again.")
    }
}
