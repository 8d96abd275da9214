internal import ArgumentParser
internal import DICOMBytes
internal import Hounsfield

struct CodestreamCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "codestream", abstract: "Decodes a bare JPEG, JPEG-LS, JPEG 2000 or JPEG XL codestream.",
        discussion: """
            With --raw: the components one after the other, row by row, each sample as a 32-bit little-endian integer. Components of lower \
            resolution have their own size in JPEG 2000, and the full one in the other formats. Without --raw: the header, in words.
            """)

    @Argument(help: "A file, or - for standard input.")
    var file: String

    @Flag(help: "Write the samples to standard output.")
    var raw = false

    func run() throws {
        try refusing(file) {
            let source = try ByteSource(path: file)
            let bytes = source.bytes(in: 0..<source.count)
            guard let format = CodestreamFormat(of: bytes.span) else {
                throw CodecError(
                    code: .corrupt, offset: 0, problem: "The bytes begin like no codestream that is known here",
                    remedy: "Give the codestream itself, not the DICOM file around it.")
            }
            var workspace = CodecWorkspace()
            let header = try format.header(of: bytes.span, using: &workspace)
            guard raw else { return try ByteSink.standardOutput.write(Self.words(format, header)) }
            try ByteSink.standardOutput.write(try Self.planes(bytes, format, header, &workspace))
        }
    }

    private static func words(_ format: CodestreamFormat, _ header: CodestreamFormat.Header) -> String {
        "\(format): \(header.columns) × \(header.rows) pixels, \(header.components == 1 ? "one component" : "\(header.components) components") of "
            + "\(header.precision) bits, \(header.isSigned ? "signed" : "unsigned")\n"
    }

    /// Samples of all components as 32-bit integers.
    private static func planes(
        _ bytes: [UInt8], _ format: CodestreamFormat, _ header: CodestreamFormat.Header, _ workspace: inout CodecWorkspace
    ) throws -> [UInt8] {
        if format == .jpeg2000 {
            // The caller of a command has nothing to lose but this process.
            var options = JPEG2000.DecodingOptions()
            options.trustsHighThroughput = true
            var planes = [Int32](repeating: 0, count: try JPEG2000.header(of: bytes.span).checkedPlaneSampleCount(workspace.limits))
            var target = planes.mutableSpan
            try JPEG2000.decodePlanes(bytes.span, options: options, using: &workspace, into: &target)
            return littleEndian(planes)
        }
        var layout = header.layout
        layout.planeStride = layout.columns * layout.rows * layout.bytesPerSample
        guard let count = layout.byteCount, count <= workspace.limits.maximumBytes else { throw CodecError.frameTooLarge }
        var samples = [UInt8](repeating: 0, count: count)
        var target = samples.mutableSpan
        try format.decode(bytes.span, layout: layout, using: &workspace, into: &target)
        let width = layout.bytesPerSample
        return littleEndian(
            stride(from: 0, to: count, by: width).map { start in
                (0..<width).reduce(Int32(0)) { $0 | Int32(samples[start + $1]) << (8 * $1) }
            })
    }

    private static func littleEndian(_ samples: [Int32]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(4 * samples.count)
        for sample in samples { for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: sample >> (8 * byte))) } }
        return bytes
    }
}

extension JPEG2000.Header {
    /// Refused before anything is allocated where the limits do not allow it.
    fileprivate func checkedPlaneSampleCount(_ limits: CodecLimits) throws(CodecError) -> Int {
        guard planeSampleCount <= limits.maximumBytes / 4 else { throw .frameTooLarge }
        return planeSampleCount
    }
}

extension CodecError {
    fileprivate static var frameTooLarge: CodecError {
        CodecError(
            code: .limitExceeded, problem: "The codestream's header names a frame larger than the limits allow",
            remedy: "Decode it with the library, with wider CodecLimits, if its source is trusted.")
    }
}
