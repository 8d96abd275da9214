internal import DICOMBytes

/// How the elements of a data set are written: the part of a transfer syntax that PS3.5 7.1 and 7.3 are about.
struct DataSetEncoding: Sendable, Hashable {
    var isExplicit: Bool
    var byteOrder: ByteOrder

    static let implicitLittleEndian = DataSetEncoding(isExplicit: false, byteOrder: .little)
    static let explicitLittleEndian = DataSetEncoding(isExplicit: true, byteOrder: .little)
    static let explicitBigEndian = DataSetEncoding(isExplicit: true, byteOrder: .big)
}
