import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Testing

@Suite("Frames encoded in a transfer syntax")
struct FrameEncoderTests {
    private static let losslessSyntaxes: [TransferSyntax] = [
        .rleLossless, .jpegLossless, .jpegLosslessSV1, .jpegLSLossless, .jpeg2000Lossless, .deflatedImageFrameCompression,
        .encapsulatedUncompressedExplicitVRLittleEndian,
    ]
    private static let lossySyntaxes: [TransferSyntax] = [.jpegBaseline8Bit, .jpegExtended12Bit, .jpegLSNearLossless, .jpeg2000]

    /// The file with its frames in another transfer syntax.
    private static func encoded(_ name: String, _ syntax: TransferSyntax) throws -> (original: DICOMFile, encoded: PixelData) {
        let file = try DICOMFile(at: GoldenObject.named(name).path)
        let pixels = try file.pixelData()
        let encoder = try FrameEncoder(syntax, image: pixels.description, layout: pixels.layout)
        var workspace = CodecWorkspace()
        var frames = EncapsulatedPixelData()
        var target = [UInt8](repeating: 0, count: encoder.room)
        for number in 0..<pixels.frameCount {
            let samples = try pixels.frame(number).decoded()
            let source = samples.span
            var span = target.mutableSpan
            let count = try encoder.encode(source, using: &workspace, into: &span)
            frames.append(Array(target[..<count]))
        }
        var dataSet = file.dataSet
        try dataSet.set(frames.element())
        return (file, try PixelData(dataSet, transferSyntax: syntax))
    }

    @Test(
        "come back as they were where the transfer syntax is lossless", arguments: losslessSyntaxes,
        [
            "grey-8-odd-size-multiframe", "grey-10-monochrome1", "grey-12-implicit", "grey-12-signed-big-endian", "grey-16-signed-explicit",
            "rgb-interleaved",
        ])
    func lossless(syntax: TransferSyntax, name: String) throws {
        let (file, pixels) = try Self.encoded(name, syntax)
        for number in 0..<pixels.frameCount { #expect(try pixels.frame(number).decoded() == file.frame(number).decoded()) }
    }

    @Test("come back as they were in JPEG XL", .enabled(if: JPEGXL.isAvailable), arguments: ["grey-12-implicit", "rgb-interleaved"])
    func losslessJPEGXL(name: String) throws {
        let (file, pixels) = try Self.encoded(name, .jpegXLLossless)
        #expect(try pixels.frame(0).decoded() == file.frame(0).decoded())
    }

    @Test(
        "of single bits are packed",
        arguments: [TransferSyntax.rleLossless, .deflatedImageFrameCompression, .encapsulatedUncompressedExplicitVRLittleEndian])
    func singleBits(syntax: TransferSyntax) throws {
        let (file, pixels) = try Self.encoded("bits-multiframe", syntax)
        for number in 0..<3 { #expect(try pixels.frame(number).decoded() == file.frame(number).decoded()) }
    }

    @Test("stay near the picture where the transfer syntax is lossy, and are smaller than lossless ones", arguments: lossySyntaxes)
    func lossy(syntax: TransferSyntax) throws {
        // A slope with a wave on it.
        let layout = SampleLayout(columns: 160, rows: 120, bytesPerSample: 1)
        let samples = (0..<160 * 120).map { place in
            let (column, row) = (place % 160, place / 160)
            return UInt8(40 + column / 2 + row / 3 + (column * row / 16) % 7)
        }
        var image = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path).pixelData().description
        (image.columns, image.rows) = (layout.columns, layout.rows)
        func encoded(_ syntax: TransferSyntax) throws -> [UInt8] {
            let encoder = try FrameEncoder(syntax, image: image, layout: layout)
            var workspace = CodecWorkspace()
            var target = [UInt8](repeating: 0, count: encoder.room)
            let source = samples.span
            var span = target.mutableSpan
            let count = try encoder.encode(source, using: &workspace, into: &span)
            return Array(target[..<count])
        }
        let codestream = try encoded(syntax)
        let source = codestream.span
        let found = CodestreamFormat(of: source)
        let format = try #require(found)
        var workspace = CodecWorkspace()
        var decoded = [UInt8](repeating: 0, count: samples.count)
        var target = decoded.mutableSpan
        try format.decode(source, layout: layout, using: &workspace, into: &target)
        let errors = zip(samples, decoded).map { abs(Int($0) - Int($1)) }
        #expect(decoded != samples)
        #expect(errors.reduce(0, +) < 3 * samples.count)
        #expect(syntax != .jpegLSNearLossless || errors.max() == 2)
        #expect(try codestream.count < encoded(.jpegLSLossless).count)
    }

    @Test(
        "are refused where the samples are not those of the transfer syntax",
        arguments: [
            ("grey-12-implicit", TransferSyntax.jpegBaseline8Bit, "12 bits"), ("grey-10-monochrome1", .jpegExtended12Bit, "10 bits"),
            ("grey-16-signed-explicit", .jpegExtended12Bit, "16 bits"), ("grey-12-signed-big-endian", .jpegExtended12Bit, "signed"),
            ("grey-12-signed-big-endian", .jpegLSNearLossless, "signed"), ("bits-multiframe", .jpegLSLossless, "single bits"),
            ("bits-multiframe", .jpegBaseline8Bit, "bits"),
        ])
    func misfits(name: String, syntax: TransferSyntax, word: String) throws {
        #expect {
            _ = try Self.encoded(name, syntax)
        } throws: {
            guard let error = $0 as? ImagingError else { return false }
            return error.code == .unsupportedImage && error.problem.contains(word)
        }
    }

    @Test("with signs are refused in JPEG XL", .enabled(if: JPEGXL.isAvailable), arguments: [TransferSyntax.jpegXLLossless, .jpegXL])
    func signedJPEGXL(syntax: TransferSyntax) {
        #expect {
            _ = try Self.encoded("grey-16-signed-explicit", syntax)
        } throws: {
            ($0 as? ImagingError)?.code == .unsupportedImage
        }
    }

    @Test("of palette entries are refused where the transfer syntax is lossy", arguments: lossySyntaxes)
    func palettes(syntax: TransferSyntax) throws {
        let pixels = try DICOMFile(at: GoldenObject.named("grey-8-explicit").path).pixelData()
        var image = pixels.description
        image.photometricInterpretation = .paletteColor
        #expect {
            _ = try FrameEncoder(syntax, image: image, layout: pixels.layout)
        } throws: {
            ($0 as? ImagingError)?.code == .unsupportedImage
        }
        _ = try FrameEncoder(.jpegLSLossless, image: image, layout: pixels.layout)
    }

    @Test(
        "have no form in transfer syntaxes that are native or not written",
        arguments: [TransferSyntax.explicitVRLittleEndian, .htJPEG2000Lossless, .jpegXLJPEGRecompression, .mpeg2MPML])
    func noEncoder(syntax: TransferSyntax) {
        #expect {
            _ = try Self.encoded("grey-8-explicit", syntax)
        } throws: {
            ($0 as? ImagingError)?.code == .unsupportedTransferSyntax
        }
    }
}
