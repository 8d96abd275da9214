import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport
import Testing

/// A family of codecs, with programs of two projects or more that have code of their own for it, as far as Debian has them.
private struct Family: Sendable {
    let syntax: TransferSyntax
    /// Samples a pixel and bits of each.
    let shapes: [(samples: Int, bits: Int)]
    let decoders: [OtherCodec]
    let encoders: [OtherCodec]

    static let all = [
        Family(
            syntax: .rleLossless, shapes: [(1, 8), (1, 12), (1, 16), (3, 8)],
            decoders: [.objects("dcmdrle"), .objects("gdcmconv", "--raw")],
            encoders: [.objects("dcmcrle"), .objects("gdcmconv", "--rle")]),
        Family(
            syntax: .jpegBaseline8Bit, shapes: [(1, 8)],
            decoders: [.objects("dcmdjpeg"), .objects("gdcmconv", "--raw"), .codestreams("jpg", "djpeg", "-pnm", "-outfile", "OUT", "IN")],
            encoders: [.objects("dcmcjpeg", "+eb"), .codestreams("jpg", "cjpeg", "-quality", "90", "-outfile", "OUT", "IN")]),
        Family(
            syntax: .jpegExtended12Bit, shapes: [(1, 12)],
            decoders: [.objects("dcmdjpeg"), .objects("gdcmconv", "--raw")], encoders: [.objects("dcmcjpeg", "+ee")]),
        Family(
            syntax: .jpegLosslessSV1, shapes: [(1, 8), (1, 12), (1, 16), (3, 8)],
            decoders: [.objects("dcmdjpeg"), .objects("gdcmconv", "--raw")],
            encoders: [.objects("dcmcjpeg", "+e1"), .objects("gdcmconv", "--jpeg")]),
        Family(
            syntax: .jpegLSLossless, shapes: [(1, 8), (1, 12), (1, 16), (3, 8)],
            decoders: [.objects("dcmdjpls"), .objects("gdcmconv", "--raw")],
            encoders: [.objects("dcmcjpls"), .objects("gdcmconv", "--jpegls")]),
        Family(
            syntax: .jpegLSNearLossless, shapes: [(1, 8), (1, 12)],
            decoders: [.objects("dcmdjpls"), .objects("gdcmconv", "--raw")], encoders: [.objects("dcmcjpls", "+en")]),
        Family(
            syntax: .jpeg2000Lossless, shapes: [(1, 8), (1, 12), (1, 16), (3, 8)],
            decoders: [.objects("gdcmconv", "--raw"), .codestreams("j2k", "grk_decompress", "-i", "IN", "-o", "OUT")],
            encoders: [.objects("gdcmconv", "--j2k"), .codestreams("j2k", "grk_compress", "-i", "IN", "-o", "OUT")]),
        // There is no other code for JPEG XL than libjxl's in Debian: its programs are at least not ours.
        Family(
            syntax: .jpegXLLossless, shapes: [(1, 8), (1, 16), (3, 8)],
            decoders: [.codestreams("jxl", "djxl", "IN", "OUT")],
            encoders: [.codestreams("jxl", "cjxl", "IN", "OUT", "-d", "0")]),
    ]
}

private struct Exchange: Sendable, CustomTestStringConvertible {
    let syntax: TransferSyntax
    let frame: ExchangedFrame
    let other: OtherCodec

    var testDescription: String { "\(syntax.commandLineKeyword ?? ""), \(frame), \(other)" }

    static func all(_ others: (Family) -> [OtherCodec]) -> [Exchange] {
        Family.all.filter { FrameEncoder.encodes($0.syntax) }.flatMap { family in
            others(family).flatMap { other in
                family.shapes.map {
                    Exchange(syntax: family.syntax, frame: ExchangedFrame(samples: $0.samples, bits: $0.bits), other: other)
                }
            }
        }
    }
}

@Suite("Frames exchanged with other codecs")
struct OtherDecodersTests {
    @Test("are decoded by others to what we decode them to", arguments: Exchange.all(\.decoders))
    fileprivate func decodedByOthers(exchange: Exchange) throws {
        let (frame, syntax) = (exchange.frame, exchange.syntax)
        let source = try DICOMFile(bytes: frame.object())
        let encoder = try FrameEncoder(syntax, image: source.frame(0).pixelData.description, layout: source.frame(0).layout)
        var workspace = CodecWorkspace()
        var room = [UInt8](repeating: 0, count: encoder.room)
        var target = room.mutableSpan
        let count = try encoder.encode(frame.cells.span, using: &workspace, into: &target)
        let encoded = Array(room[..<count])
        let object = frame.object((encoded, syntax))
        let expected = try DICOMFile(bytes: object).frame(0).decoded()
        if ![.jpegBaseline8Bit, .jpegExtended12Bit, .jpegLSNearLossless].contains(syntax) { #expect(expected == frame.cells) }
        switch exchange.other.form {
        case .object:
            let result = try #require(try exchange.other.convert(object, from: "dcm", to: "dcm"), "\(exchange.other) refuses it")
            #expect(try DICOMFile(bytes: result).frame(0).decoded() == expected)
        case .codestream(let kind):
            let picture = frame.samples == 1 ? "pgm" : "ppm"
            let result = try #require(try exchange.other.convert(encoded, from: kind, to: picture), "\(exchange.other) refuses it")
            #expect(frame.cells(ofPicture: result) == expected)
        }
    }

    @Test("are encoded by others, and decoded by us to what went in, or to what the others decode", arguments: Exchange.all(\.encoders))
    fileprivate func encodedByOthers(exchange: Exchange) throws {
        let (frame, syntax) = (exchange.frame, exchange.syntax)
        let isLossy = [.jpegBaseline8Bit, .jpegExtended12Bit, .jpegLSNearLossless].contains(syntax)
        switch exchange.other.form {
        case .object:
            let object = try #require(try exchange.other.convert(frame.object(), from: "dcm", to: "dcm"), "\(exchange.other) refuses it")
            let file = try DICOMFile(bytes: object)
            #expect(file.transferSyntax == syntax)
            let decoded = try file.frame(0).decoded()
            guard isLossy else {
                #expect(decoded == frame.cells)
                return
            }
            let decoder = OtherCodec.objects(exchange.other.tool == "dcmcjpls" ? "dcmdjpls" : "dcmdjpeg")
            let native = try #require(try decoder.convert(object, from: "dcm", to: "dcm"))
            #expect(try DICOMFile(bytes: native).frame(0).decoded() == decoded)
        case .codestream(let kind):
            let picture = frame.samples == 1 ? "pgm" : "ppm"
            let converted = try exchange.other.convert(frame.picture, from: picture, to: kind)
            let codestream = try #require(converted, "\(exchange.other) refuses it")
            let kindFound = CodestreamFormat(of: codestream.span)
            let format = try #require(kindFound)
            var workspace = CodecWorkspace()
            let layout = try format.header(of: codestream.span, using: &workspace).layout
            var decoded = [UInt8](repeating: 0, count: try #require(layout.byteCount))
            var target = decoded.mutableSpan
            try format.decode(codestream.span, layout: layout, using: &workspace, into: &target)
            guard isLossy else {
                #expect(decoded == frame.cells)
                return
            }
            let decoder = OtherCodec.codestreams(kind, "djpeg", "-pnm", "-outfile", "OUT", "IN")
            let result = try #require(try decoder.convert(codestream, from: kind, to: picture))
            #expect(frame.cells(ofPicture: result) == decoded)
        }
    }

    @Test("of JPEG 2000 in tiles and layers are decoded by GDCM", arguments: [(1, 8), (1, 12), (1, 16), (3, 8)])
    func decodesTiles(shape: (samples: Int, bits: Int)) throws {
        let frame = ExchangedFrame(samples: shape.samples, bits: shape.bits)
        let layout = SampleLayout(
            columns: frame.columns, rows: frame.rows, samplesPerPixel: shape.samples, bytesPerSample: frame.cellBytes)
        var options = JPEG2000.EncodingOptions()
        (options.tileColumns, options.tileRows, options.compressionRatios) = (50, 50, [20, 0])
        let most = JPEG2000.maximumEncodedByteCount(for: layout, precision: shape.bits, options: options)
        var room = [UInt8](repeating: 0, count: try #require(most))
        var target = room.mutableSpan
        let count = try JPEG2000.encode(frame.cells.span, layout: layout, precision: shape.bits, options: options, into: &target)
        let object = frame.object((Array(room[..<count]), .jpeg2000Lossless))
        let result = try #require(try OtherCodec.objects("gdcmconv", "--raw").convert(object, from: "dcm", to: "dcm"))
        #expect(try DICOMFile(bytes: result).frame(0).decoded() == frame.cells)
    }
}
