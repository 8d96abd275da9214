internal import DICOMCodecs

/// What a voxel is in memory, little endian.
public enum VoxelFormat: Sendable, Hashable {
    case int16
    case uint16
    /// IEEE 754 binary32.
    case float32

    public var bytesPerVoxel: Int { self == .float32 ? 4 : 2 }

    var number: SampleKernels.Number {
        switch self {
        case .int16: .int16
        case .uint16: .uint16
        case .float32: .float32
        }
    }

    /// The format as that of stored values, for a ``GrayscalePlan``.
    func storedValueFormat() throws(ImagingError) -> StoredValueFormat {
        switch self {
        case .int16: try StoredValueFormat(bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true)
        case .uint16: try StoredValueFormat(bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: false)
        case .float32: .float32
        }
    }
}
