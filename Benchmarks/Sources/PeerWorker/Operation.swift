import Foundation
import Hounsfield

/// What one operation does, into a buffer that stays with its thread.
struct Operation: Sendable {
    /// Fills the buffer and returns how many bytes of it are the result.
    let work: @Sendable (inout [UInt8]) throws -> Int
    /// The result is pixels that can be compared with the expected ones.
    var isChecked = false

    /// Nil for a case that this library does not offer.
    static func make(_ name: String, codec: String, target: String) throws -> Operation? {
        switch (name, codec) {
        case ("parse", "stop"): return try parse(listAt: target, ReadingOptions(stoppingBefore: .pixelData))
        case ("parse", _): return try parse(listAt: target, .lenient)
        case ("window", _): return try window(in: target)
        case ("enc", "rle"): return try encodeRLE(in: target)
        case ("enc", "jls"), ("enc", "jlsn"): return try encodeJPEGLS(in: target, near: codec == "jls" ? 0 : 2)
        case ("dec", "jls"), ("dec", "jlsn"): return try decodeJPEGLS("\(target)/\(codec).bin")
        case ("enc", "jpeg"), ("enc", "jpegx"): return try encodeJPEGDCT(in: target, precision: codec == "jpeg" ? 8 : 12)
        case ("dec", "jpeg"), ("dec", "jpegx"): return try decodeJPEGDCT("\(target)/\(codec).bin")
        case ("dec", "rle"), ("dec", "j2k"), ("dec", "j2kl"): return try decode("\(target)/\(codec).dcm")
        default: return nil
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

    private static func decode(_ path: String) throws -> Operation {
        let frame = try DICOMFile(at: path).frame(0)
        let count = frame.layout.byteCount ?? 0
        return Operation(
            work: { buffer in
                if buffer.count != count { buffer = [UInt8](repeating: 0, count: count) }
                var target = buffer.mutableSpan
                try frame.decode(into: &target)
                return count
            }, isChecked: true)
    }

    private static func encodeRLE(in folder: String) throws -> Operation {
        let image = try Image(in: folder)
        let samples = try image.samples(in: folder)
        let layout = image.layout
        let most = RLELossless.maximumEncodedByteCount(for: layout) ?? 0
        return Operation { buffer in
            if buffer.count != most { buffer = [UInt8](repeating: 0, count: most) }
            var target = buffer.mutableSpan
            return try RLELossless.encode(samples.span, layout: layout, into: &target)
        }
    }

    /// A bare codestream through the codec's own API.
    private static func decodeJPEGLS(_ path: String) throws -> Operation {
        let source = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let layout = try JPEGLS.header(of: source.span).layout
        let count = layout.byteCount ?? 0
        return Operation(
            work: { buffer in
                if buffer.count != count { buffer = [UInt8](repeating: 0, count: count) }
                var target = buffer.mutableSpan
                try JPEGLS.decode(source.span, layout: layout, into: &target)
                return count
            }, isChecked: true)
    }

    private static func encodeJPEGLS(in folder: String, near: Int) throws -> Operation {
        let image = try Image(in: folder)
        let samples = try image.samples(in: folder)
        let layout = image.layout
        let options = JPEGLS.Options(precision: near == 0 ? 8 * image.elem : image.bits, near: near)
        let most = JPEGLS.maximumEncodedByteCount(for: layout, options: options) ?? 0
        return Operation { buffer in
            if buffer.count != most { buffer = [UInt8](repeating: 0, count: most) }
            var target = buffer.mutableSpan
            return try JPEGLS.encode(samples.span, layout: layout, options: options, into: &target)
        }
    }

    /// To R G B where there are three components, as the other libraries give it.
    private static func decodeJPEGDCT(_ path: String) throws -> Operation {
        let source = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let layout = try JPEG.header(of: source.span).layout
        let count = layout.byteCount ?? 0
        var options = JPEG.Options()
        options.convertsToRGB = layout.samplesPerPixel == 3
        return Operation(
            work: { [options] buffer in
                if buffer.count != count { buffer = [UInt8](repeating: 0, count: count) }
                var target = buffer.mutableSpan
                try JPEG.decode(source.span, layout: layout, options: options, into: &target)
                return count
            }, isChecked: true)
    }

    /// At quality 90, colour as 4:2:2.
    private static func encodeJPEGDCT(in folder: String, precision: Int) throws -> Operation? {
        let image = try Image(in: folder)
        guard image.bits <= precision, image.signed == 0, image.elem == (precision == 8 ? 1 : 2) else { return nil }
        let samples = try image.samples(in: folder)
        let layout = image.layout
        var parameters = JPEG.DCTParameters(precision: precision, quality: .scaled(90))
        if image.spp == 3 { (parameters.color, parameters.sampling) = (.convertedFromRGB, .halfWidth) }
        return Operation { [parameters] buffer in
            if buffer.count != samples.count + 4096 { buffer = [UInt8](repeating: 0, count: samples.count + 4096) }
            var target = buffer.mutableSpan
            return try JPEG.encodeDCT(samples.span, layout: layout, parameters, into: &target)
        }
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
        return Operation { buffer in
            if buffer.count != count { buffer = [UInt8](repeating: 0, count: count) }
            let plan = try GrayscalePlan(
                stored: format, modality: .rescale(RescaleTransform(slope: slope, intercept: intercept)),
                voi: .window(VOIWindow(center: center, width: width)))
            var target = buffer.mutableSpan
            try plan.apply(cells: samples.span, into: &target)
            return count
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
