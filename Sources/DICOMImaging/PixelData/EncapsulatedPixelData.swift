internal import DICOMBytes
internal import DICOMCodecs
public import DICOMData

/// Frames that are put together as encapsulated Pixel Data (PS3.5 A.4).
public struct EncapsulatedPixelData: Sendable {
    private var fragments: [[UInt8]] = []
    /// Where the item of each frame's first fragment begins, counted from the first of all.
    private var offsets: [Int] = []
    private var lengths: [Int] = []
    private var end = 0

    public init() {}

    /// Frames so far.
    public var frameCount: Int { offsets.count }

    /// Adds a frame: its codestream in one fragment or several, each brought to an even length with a 0.
    public mutating func append(_ frame: [UInt8]...) {
        offsets.append(end)
        lengths.append(frame.reduce(0) { $0 + $1.count })
        for fragment in frame {
            fragments.append(fragment)
            end += 8 + fragment.count + fragment.count % 2
        }
    }

    /// Adds a frame of Deflated Image Frame Compression (PS3.5 A.4.13).
    ///
    /// - Parameters:
    ///   - cells: The frame as native Pixel Data has it in little endian; single bits packed, from a byte of its own on.
    ///   - level: 1 (fast) to 9 (small).
    /// - Throws: ``ImagingError`` with `outOfMemory`.
    public mutating func append(deflating cells: Span<UInt8>, level: Int = 6) throws(ImagingError) {
        let stream: [UInt8]
        do throws(CodecError) {
            stream = try Deflater.frame(cells, level: level)
        } catch {
            throw ImagingError(code: .outOfMemory, problem: error.problem + ".", remedy: error.remedy)
        }
        append(stream)
    }

    /// Pixel Data with its Basic Offset Table, which is empty where an offset has more than 32 bits (PS3.5 A.4).
    ///
    /// - Throws: `DataSetError` as the element's initializer does.
    public func element() throws(DataSetError) -> DataElement {
        var table: [UInt8] = []
        if let last = offsets.last, last <= UInt32.max {
            for offset in offsets { for byte in 0..<4 { table.append(UInt8(truncatingIfNeeded: offset >> (8 * byte))) } }
        }
        return try DataElement(.pixelData, .fragments([table] + fragments), as: .ob)
    }

    /// Extended Offset Table (7FE0,0001) and its Lengths (7FE0,0002), for objects whose frames have a fragment each and an empty Basic Offset
    /// Table (PS3.3 C.7.6.3.1.8).
    public func extendedOffsetTable() throws(DataSetError) -> (offsets: DataElement, lengths: DataElement) {
        let offsets = try DataElement(.extendedOffsetTable, .integers(offsets))
        return (offsets, try DataElement(.extendedOffsetTableLengths, .integers(lengths)))
    }

    /// Pixel Data that holds the stream of a video (PS3.5 8.2.5 to 8.2.8): one fragment, or with a Fragmentable transfer syntax as many as it
    /// needs. Its Basic Offset Table is empty.
    ///
    /// - Parameter fragmentLength: Bytes of a fragment but the last, even; nil: one fragment for all.
    /// - Throws: ``ImagingError`` with `badArgument` for a length that is odd or none, or a stream that is empty or longer than a fragment can
    ///   be (PS3.5 A.4).
    public static func video(_ stream: [UInt8], fragmentLength: Int? = nil) throws(ImagingError) -> DataElement {
        let length = fragmentLength ?? stream.count
        guard !stream.isEmpty, length > 0, fragmentLength.map({ $0 % 2 == 0 }) ?? true, length <= 0xFFFF_FFFE else {
            throw ImagingError(
                code: .badArgument, problem: "A stream of \(stream.count) bytes does not go into fragments of \(length).",
                remedy: "Give an even length, and for 4 GiB and more a Fragmentable transfer syntax.")
        }
        let fragments = stride(from: 0, to: stream.count, by: length).map { Array(stream[$0..<min($0 + length, stream.count)]) }
        do {
            return try DataElement(.pixelData, .fragments([[]] + fragments), as: .ob)
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem, remedy: error.remedy)
        }
    }

    /// Samples of one bit, a byte each, as native Pixel Data has them: least significant bit first (PS3.5 8.1.1), to the end of a byte.
    ///
    /// - Parameter samples: 0 or 1; what is not 0 counts as 1.
    public static func packedBits(_ samples: Span<UInt8>) throws(ImagingError) -> [UInt8] {
        var packed = [UInt8](repeating: 0, count: (samples.count + 7) / 8)
        var span = packed.mutableSpan
        do {
            try SampleKernels.packBits(samples, into: &span)
        } catch {
            throw ImagingError(translating: error, frame: 0)
        }
        return packed
    }
}
