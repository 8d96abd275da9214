import DICOMCodecs
import DICOMTestSupport
import Foundation

/// A frame of `Data/JPEGLS`: encoded by CharLS, or by the coder of `Scripts/make-jpegls-test-data` where no encoder offers the feature.
struct SmallJPEGLSFrame: Sendable, Decodable, CustomStringConvertible {
    let name: String
    let columns: Int
    let rows: Int
    let samples: Int
    let width: Int
    let precision: Int
    let near: Int
    /// What decoding notes.
    let notes: [String]?
    let jai: Bool?
    let tool: String

    var description: String { name }
    var layout: SampleLayout { SampleLayout(columns: columns, rows: rows, samplesPerPixel: samples, bytesPerSample: width) }
    var leniency: JPEGLS.DecodingOptions {
        var leniency = JPEGLS.DecodingOptions()
        leniency.usesJAIThresholds = jai ?? false
        return leniency
    }

    /// Made by CharLS, with nothing that we do not write.
    var isPlainlyOfCharLS: Bool { tool.hasPrefix("CharLS") && notes == nil && !name.hasPrefix("preset") }

    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Data/JPEGLS")

    func encoded() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("\(name).jls"))) }
    func expected() throws -> [UInt8] { [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent("\(name).raw"))) }

    static let all: [SmallJPEGLSFrame] = {
        guard
            let text = try? Data(contentsOf: folder.appendingPathComponent("frames.json")),
            let frames = try? JSONDecoder().decode([SmallJPEGLSFrame].self, from: text)
        else { return [] }
        return frames
    }()

    static func named(_ name: String) throws -> SmallJPEGLSFrame {
        guard let frame = all.first(where: { $0.name == name }) else { throw CocoaError(.fileNoSuchFile) }
        return frame
    }
}

/// Decodes with a guard page behind source and target.
func decodeJPEGLS(
    _ source: [UInt8], _ layout: SampleLayout, leniency: JPEGLS.DecodingOptions = .init(), limits: CodecLimits = .init(),
    level: VectorLevel = .best, into target: GuardedBytes
) throws(CodecError) -> CodecReport {
    var workspace = CodecWorkspace(limits: limits, level: level)
    return try GuardedBytes(source).withSpan { source throws(CodecError) in
        try target.withMutableSpan { target throws(CodecError) in
            try JPEGLS.decode(source, layout: layout, options: leniency, using: &workspace, into: &target)
        }
    }
}

/// Encodes into a target of the size that is always enough.
func encodeJPEGLS(
    _ samples: [UInt8], _ layout: SampleLayout, _ options: JPEGLS.EncodingOptions, level: VectorLevel = .best
) throws(CodecError) -> [UInt8] {
    let target = GuardedBytes([UInt8](repeating: 0xAA, count: JPEGLS.maximumEncodedByteCount(for: layout, options: options) ?? 0))
    var workspace = CodecWorkspace(level: level)
    let written = try GuardedBytes(samples).withSpan { source throws(CodecError) in
        try target.withMutableSpan { target throws(CodecError) in
            try JPEGLS.encode(source, layout: layout, options: options, using: &workspace, into: &target)
        }
    }
    return Array(target.array.prefix(written))
}

/// The header of bytes: the macros of the test library cannot take spans.
func jpegLSHeader(of source: [UInt8], leniency: JPEGLS.DecodingOptions = .init()) throws(CodecError) -> JPEGLS.Header {
    try GuardedBytes(source).withSpan { source throws(CodecError) in try JPEGLS.header(of: source, options: leniency) }
}

func isJPEGLS(_ source: [UInt8]) -> Bool { GuardedBytes(source).withSpan { CodestreamFormat(of: $0) == .jpegLS } }
