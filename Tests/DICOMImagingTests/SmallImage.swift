import DICOMTestSupport

/// A small image object, attribute by attribute, for tests that need one of a certain kind.
struct SmallImage {
    var rows: UInt16 = 1
    var columns: UInt16 = 4
    var samples: UInt16 = 1
    var photometric = "MONOCHROME2"
    var planar: UInt16?
    var bitsAllocated: UInt16 = 8
    var bitsStored: UInt16?
    var highBit: UInt16?
    var isSigned = false
    var frames: Int?
    var transferSyntax: String?
    var encoding = DICOMBytesBuilder.Encoding.explicit
    /// Elements between group 0028's pixel description and Pixel Data, in ascending order.
    var more: (DICOMBytesBuilder) -> DICOMBytesBuilder = { $0 }
    /// Pixel Data, in cells or fragments.
    var pixels: (DICOMBytesBuilder) -> DICOMBytesBuilder

    /// With native cells, padded to even length.
    init(cells: [UInt8], representation: String = "OW") {
        pixels = { $0.element(0x7FE0_0010, representation, cells + (cells.count % 2 == 1 ? [0] : [])) }
    }

    init(fragments: [[UInt8]], offsets: [UInt32] = []) {
        pixels = { $0.fragments(fragments, offsets: offsets) }
    }

    func file() -> [UInt8] {
        let stored = bitsStored ?? bitsAllocated
        var builder = DICOMBytesBuilder(encoding)
            .element(0x0028_0002, "US", words: [samples])
            .element(0x0028_0004, "CS", photometric.count % 2 == 0 ? photometric : photometric + " ")
        if let planar { builder = builder.element(0x0028_0006, "US", words: [planar]) }
        if let frames { builder = builder.element(0x0028_0008, "IS", frames > 9 ? "\(frames)" : "\(frames) ") }
        builder =
            builder
            .element(0x0028_0010, "US", words: [rows])
            .element(0x0028_0011, "US", words: [columns])
            .element(0x0028_0100, "US", words: [bitsAllocated])
            .element(0x0028_0101, "US", words: [stored])
            .element(0x0028_0102, "US", words: [highBit ?? stored - 1])
            .element(0x0028_0103, "US", words: [isSigned ? 1 : 0])
        return pixels(more(builder)).file(transferSyntax: transferSyntax)
    }
}
