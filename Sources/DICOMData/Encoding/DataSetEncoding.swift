internal import DICOMBytes

/// How the elements of a data set are written: the part of a transfer syntax that PS3.5 7.1 and 7.3 are about.
struct DataSetEncoding: Sendable, Hashable {
    var isExplicit: Bool
    var byteOrder: ByteOrder
    /// Words of native Pixel Data of the outermost data set are big endian whatever the rest is: GE's private transfer syntax.
    var hasBigEndianPixels = false

    /// The order in which a number of this element is written.
    func byteOrder(of tag: DataElement.Tag) -> ByteOrder { hasBigEndianPixels && tag == .pixelData ? .big : byteOrder }

    /// How an element is encoded, and all that stands inside: the exception is for Pixel Data alone.
    func encoding(of tag: DataElement.Tag) -> DataSetEncoding {
        DataSetEncoding(isExplicit: isExplicit, byteOrder: byteOrder, hasBigEndianPixels: hasBigEndianPixels && tag == .pixelData)
    }

    static let implicitLittleEndian = DataSetEncoding(isExplicit: false, byteOrder: .little)
    static let explicitLittleEndian = DataSetEncoding(isExplicit: true, byteOrder: .little)
    static let explicitBigEndian = DataSetEncoding(isExplicit: true, byteOrder: .big)
}

extension DataSetEncoding {
    init(_ transferSyntax: TransferSyntax) {
        self.init(isExplicit: transferSyntax.isExplicitVR, byteOrder: transferSyntax.isBigEndian ? .big : .little)
    }

    /// How a data set is encoded in this transfer syntax: GE's turns pixels around where they are words, which they are unless Bits
    /// Allocated says otherwise.
    init(of dataSet: DataSet, in transferSyntax: TransferSyntax) {
        self.init(transferSyntax)
        guard transferSyntax == .geImplicitBigEndianPixels else { return }
        hasBigEndianPixels = (try? dataSet.integer(.bitsAllocated)) ?? 16 > 8
    }
}
