import Foundation
import Hounsfield

/// What one operation does, in room that stays with its thread.
struct Operation: Sendable {
    /// Where results go, and what codecs work in.
    struct Room: ~Copyable {
        var bytes: [UInt8] = []
        var workspace = CodecWorkspace()

        /// Lends `count` bytes and the workspace.
        mutating func withBytes(
            _ count: Int, _ body: (inout CodecWorkspace, inout MutableSpan<UInt8>) throws -> Int
        ) throws -> Int {
            if bytes.count != count { bytes = [UInt8](repeating: 0, count: count) }
            var own: [UInt8] = []
            swap(&own, &bytes)
            defer { swap(&own, &bytes) }
            var target = own.mutableSpan
            return try body(&workspace, &target)
        }
    }

    /// Fills the room's bytes and returns how many of them are the result.
    let work: @Sendable (inout Room) throws -> Int
    /// The result is pixels that can be compared with the expected ones.
    var isChecked = false
    /// Frames that are done at once: times are those of one.
    var frames = 1

    /// Nil for a case that this library does not offer.
    static func make(_ name: String, codec: String, target: String) throws -> Operation? {
        switch (name, codec) {
        case ("parse", "stop"): try parse(listAt: target, ReadingOptions(stoppingBefore: .pixelData))
        case ("parse", _): try parse(listAt: target, .lenient)
        case ("window", _): try window(in: target)
        case ("load", _): try load("\(target)/deflate.dcm")
        case ("dec", "rle"): try decode(DICOMFile(at: "\(target)/rle.dcm").frame(0))
        case ("dec", "deflate"): try decode(deflatedFrame(in: target))
        case ("dec", "jpeg"): try decodePicture("\(target)/jpeg.bin")
        case ("dec", "ll-pair"): try decodePair("\(target)/ll.bin")
        case ("dec", "ll"), ("dec", "jls"), ("dec", "jlsn"), ("dec", "jpegx"), ("dec", "j2k"), ("dec", "j2kl"), ("dec", "htj2k"):
            try decode(codestream: "\(target)/\(codec).bin")
        case ("enc", _): try encode(codec, Image(in: target), folder: target)
        default: nil
        }
    }

    /// Opens every file of a list.
    private static func parse(listAt path: String, _ options: ReadingOptions) throws -> Operation {
        let files = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        return Operation { _ in
            var elements = 0
            for file in files {
                // Some files of the list are in transfer syntaxes that are refused, by us as by others.
                if let file = try? DICOMFile(at: file, options: options) { elements += file.dataSet.count }
            }
            return elements
        }
    }

    /// The pixels of the folder's image as a deflated frame.
    private static func deflatedFrame(in folder: String) throws -> Frame {
        var pixels = EncapsulatedPixelData()
        pixels.append(Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/deflate.bin"))))
        var dataSet = try DICOMFile(at: "\(folder)/raw.dcm").dataSet
        dataSet.set(try pixels.element())
        return try PixelData(dataSet, transferSyntax: .deflatedImageFrameCompression).frame(0)
    }

    /// A frame of an object.
    private static func decode(_ frame: Frame) throws -> Operation {
        let count = frame.layout.byteCount ?? 0
        return Operation(
            work: { room in
                try room.withBytes(count) { workspace, target in
                    try frame.decode(using: &workspace, into: &target)
                    return count
                }
            }, isChecked: true)
    }

    /// A file opened and its first frame decoded, each time anew.
    private static func load(_ path: String) throws -> Operation {
        let count = try DICOMFile(at: path).frame(0).layout.byteCount ?? 0
        return Operation(
            work: { room in
                try room.withBytes(count) { workspace, target in
                    try DICOMFile(at: path).frame(0).decode(using: &workspace, into: &target)
                    return count
                }
            }, isChecked: true)
    }

    /// A bare codestream.
    private static func decode(codestream path: String) throws -> Operation? {
        let source = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        guard let format = CodestreamFormat(of: source.span) else { return nil }
        var workspace = CodecWorkspace()
        let layout = try format.header(of: source.span, using: &workspace).layout
        return Operation(
            work: { room in
                try room.withBytes(layout.byteCount ?? 0) { workspace, target in
                    try format.decode(source.span, layout: layout, using: &workspace, into: &target)
                    return target.count
                }
            }, isChecked: true)
    }

    /// The same lossless JPEG twice, in step.
    private static func decodePair(_ path: String) throws -> Operation {
        let frame = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let layout = try JPEG.header(of: frame.span).layout
        let source = frame + frame
        let (first, second) = (0..<frame.count, frame.count..<source.count)
        let count = layout.byteCount ?? 0
        return Operation(
            work: { room in
                try room.withBytes(2 * count) { workspace, target in
                    let results = try JPEG.decodePair(
                        source.span, frames: ([first], [second]), layout: layout, using: &workspace, into: &target, frameStride: count)
                    _ = try (results.first.get(), results.second.get())
                    return count
                }
            }, isChecked: true, frames: 2)
    }

    /// To R G B where there are three components, as the other libraries give it.
    private static func decodePicture(_ path: String) throws -> Operation {
        let source = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let layout = try JPEG.header(of: source.span).layout
        var options = JPEG.DecodingOptions()
        options.convertsToRGB = layout.samplesPerPixel == 3
        return Operation(
            work: { [options] room in
                try room.withBytes(layout.byteCount ?? 0) { workspace, target in
                    try JPEG.decode(source.span, layout: layout, options: options, using: &workspace, into: &target)
                    return target.count
                }
            }, isChecked: true)
    }

    /// Bare frames: RLE, JPEG Lossless with selection value 1, JPEG-LS lossless and with NEAR 2, JPEG of quality 90 with colour as 4:2:2, JPEG 2000
    /// reversible and at 10:1.
    private static func encode(_ codec: String, _ image: Image, folder: String) throws -> Operation? {
        let samples = try image.samples(in: folder)
        let layout = image.layout
        let isUnsigned = image.signed == 0
        switch codec {
        case "rle":
            return encode(most: RLELossless.maximumEncodedByteCount(for: layout)) { room, target throws(CodecError) in
                try RLELossless.encode(samples.span, layout: layout, using: &room, into: &target)
            }
        case "ll":
            let parameters = JPEG.LosslessEncodingOptions(precision: 8 * image.elem)
            return encode(most: JPEG.maximumLosslessByteCount(for: layout, options: parameters)) { room, target throws(CodecError) in
                try JPEG.encodeLossless(samples.span, layout: layout, options: parameters, using: &room, into: &target)
            }
        case "jls", "jlsn":
            let options = JPEGLS.EncodingOptions(precision: isUnsigned ? image.bits : 8 * image.elem, near: codec == "jls" ? 0 : 2)
            return encode(most: JPEGLS.maximumEncodedByteCount(for: layout, options: options)) { room, target throws(CodecError) in
                try JPEGLS.encode(samples.span, layout: layout, options: options, using: &room, into: &target)
            }
        case "jpeg" where isUnsigned && image.elem == 1, "jpegx" where isUnsigned && image.elem == 2 && image.bits <= 12:
            var parameters = JPEG.DCTEncodingOptions(precision: codec == "jpeg" ? 8 : 12, quality: .scaled(90))
            if image.spp == 3 { (parameters.color, parameters.sampling) = (.convertedFromRGB, .halfWidth) }
            return encode(most: samples.count + 4096) { [parameters] room, target throws(CodecError) in
                try JPEG.encodeDCT(samples.span, layout: layout, options: parameters, using: &room, into: &target)
            }
        case "j2k", "j2kl":
            var options = JPEG2000.EncodingOptions()
            if codec == "j2kl" { (options.isReversible, options.compressionRatios) = (false, [10]) }
            let (bits, isSigned) = (image.bits, !isUnsigned)
            return encode(most: JPEG2000.maximumEncodedByteCount(for: layout, precision: bits)) {
                [options] room, target throws(CodecError) in
                try JPEG2000.encode(
                    samples.span, layout: layout, precision: bits, isSigned: isSigned, options: options, using: &room, into: &target)
            }
        default: return nil
        }
    }

    private static func encode(
        most: Int?, _ body: @escaping @Sendable (inout CodecWorkspace, inout MutableSpan<UInt8>) throws(CodecError) -> Int
    ) -> Operation {
        Operation { room in try room.withBytes(most ?? 0) { try body(&$0, &$1) } }
    }

    /// The plan is made anew each time, as when a user drags the window.
    private static func window(in folder: String) throws -> Operation? {
        let image = try Image(in: folder)
        guard image.spp == 1, image.elem == 2 else { return nil }
        let samples = try image.samples(in: folder)
        let format = try StoredValueFormat(bitsAllocated: 16, bitsStored: image.bits, highBit: image.bits - 1, isSigned: image.signed == 1)
        guard let slope = DecimalNumber("\(image.slope)"), let intercept = DecimalNumber("\(image.intercept)"),
            let center = DecimalNumber("\(image.wc)"), let width = DecimalNumber("\(image.ww)")
        else { return nil }
        let count = samples.count / 2
        return Operation { room in
            try room.withBytes(count) { _, target in
                let plan = try GrayscalePlan(
                    stored: format, modality: .rescale(RescaleTransform(slope: slope, intercept: intercept)),
                    voi: .window(VOIWindow(center: center, width: width)))
                try plan.apply(cells: samples.span, into: &target)
                return count
            }
        }
    }
}

/// `meta.json` of an image folder.
private struct Image: Decodable {
    var w: Int
    var h: Int
    var spp: Int
    var bits: Int
    var signed: Int
    var elem: Int
    var slope: Double
    var intercept: Double
    var wc: Double
    var ww: Double

    init(in folder: String) throws {
        self = try JSONDecoder().decode(Image.self, from: Data(contentsOf: URL(fileURLWithPath: folder + "/meta.json")))
    }

    var layout: SampleLayout { SampleLayout(columns: w, rows: h, samplesPerPixel: spp, bytesPerSample: elem) }

    func samples(in folder: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/raw.bin"))) }
}
