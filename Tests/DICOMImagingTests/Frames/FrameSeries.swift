import DICOMCodecs
import DICOMData
import DICOMImaging
import DICOMObjects
import DICOMTestSupport

/// A multi-frame image of grey ramps with some noise, each frame another one, in any transfer syntax that is written.
struct FrameSeries {
    let count: Int
    var columns = 24
    var rows = 17
    /// 8 or 16 bits are allocated.
    var bitsStored = 12

    /// Canonical samples of a frame.
    func samples(of frame: Int) -> [UInt8] {
        var noise = UInt32(truncatingIfNeeded: frame &* 2_654_435_761 | 1)
        var bytes: [UInt8] = []
        for row in 0..<rows {
            for column in 0..<columns {
                noise ^= noise << 13
                noise ^= noise >> 17
                noise ^= noise << 5
                let value = (row * 31 + column * 17 + frame * 7 + Int(noise % 13)) % (1 << bitsStored)
                bytes.append(UInt8(truncatingIfNeeded: value))
                if bitsStored > 8 { bytes.append(UInt8(value >> 8)) }
            }
        }
        return bytes
    }

    /// Codestreams of all frames.
    func codestreams(_ syntax: TransferSyntax) throws -> [[UInt8]] {
        let description = try ImagePixelDescription(DICOMFile(bytes: image(SmallImage(fragments: [])).file()).dataSet)
        let layout = SampleLayout(columns: columns, rows: rows, bytesPerSample: bitsStored > 8 ? 2 : 1)
        let encoder = try FrameEncoder(syntax, image: description, layout: layout)
        var workspace = CodecWorkspace()
        var target = [UInt8](repeating: 0, count: encoder.room)
        return try (0..<count).map { frame in
            let samples = samples(of: frame)
            let source = samples.span
            var span = target.mutableSpan
            return Array(target[..<(try encoder.encode(source, using: &workspace, into: &span))])
        }
    }

    /// With the attributes of these frames.
    func image(_ image: SmallImage) -> SmallImage {
        var image = image
        (image.rows, image.columns, image.frames) = (UInt16(rows), UInt16(columns), count)
        (image.bitsAllocated, image.bitsStored) = (bitsStored > 8 ? 16 : 8, UInt16(bitsStored))
        return image
    }

    /// A fragment each, without an offset table.
    func file(_ syntax: TransferSyntax) throws -> DICOMFile {
        guard syntax.isEncapsulated else {
            return try DICOMFile(bytes: image(SmallImage(cells: (0..<count).flatMap(samples))).file())
        }
        var small = image(SmallImage(fragments: try codestreams(syntax)))
        small.transferSyntax = syntax.uid.rawValue
        return try DICOMFile(bytes: small.file())
    }
}
