internal import DICOMData

extension DataSet {
    /// Decodes Pixel Data in items, as that of Icon Image Sequence (0088,0200), to native cells: compressed it would have to be so in the
    /// transfer syntax of the object, and native it may always be (PS3.5 8.2).
    mutating func decodeNestedPixels(from source: TransferSyntax, _ options: TranscodingOptions) throws {
        for sequence in self where sequence.items.contains(where: \.hasCompressedPixels) {
            try editItems(of: sequence.tag) { items in
                for index in items.indices where items[index].hasCompressedPixels {
                    try items[index].decodeNestedPixels(from: source, options)
                    guard items[index][.pixelData]?.isEncapsulated == true else { continue }
                    var inner = options
                    (inner.loss, inner.instanceUID) = (nil, .kept)
                    items[index] = try Transcoder(to: .explicitVRLittleEndian, options: inner).transcode(items[index], from: source).dataSet
                }
            }
        }
    }

    private var hasCompressedPixels: Bool {
        contains { $0.tag == .pixelData && $0.isEncapsulated || $0.items.contains(where: \.hasCompressedPixels) }
    }
}
