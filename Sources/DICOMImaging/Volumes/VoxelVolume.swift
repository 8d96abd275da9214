internal import DICOMCodecs
public import DICOMData

/// The voxels of a volume in one piece of memory, and where they lie in the patient.
///
/// A voxel is a number ``VoxelFormat``; its modality value is voxel · slope + intercept of ``rescale``, in ``unit``. Copies of the value
/// share the voxels.
public struct VoxelVolume: Sendable {
    public let geometry: VolumeGeometry
    public let format: VoxelFormat
    /// From a voxel to its modality value, the same everywhere.
    public let rescale: RescaleTransform
    /// The unit of the modality values as the object names it, as `HU`; nil where it names none.
    public let unit: String?
    /// From the smallest to the largest voxel; nil for floats.
    public let range: ClosedRange<Int>?
    /// Frame of Reference UID (0020,0052): positions may be compared within one.
    public let frameOfReferenceUID: UniqueIdentifier?
    let memory: SampleMemory

    /// Bytes of the voxels.
    public var byteCount: Int { memory.count }

    /// Lends all voxels: `slices × rows × columns`, little endian, the first column of the first row of the first slice first.
    public func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try memory.withBytes(body)
    }

    /// The voxel as it is in memory; nil beyond the sides.
    public func voxel(column: Int, row: Int, slice: Int) -> Double? {
        guard (0..<geometry.columns).contains(column), (0..<geometry.rows).contains(row), (0..<geometry.slices).contains(slice) else {
            return nil
        }
        let index = (slice * geometry.rows + row) * geometry.columns + column
        return memory.withBytes { bytes in bytes.voxel(at: index, format) }
    }

    /// The modality value of a voxel, in ``unit``; nil beyond the sides.
    public func value(column: Int, row: Int, slice: Int) -> Double? {
        voxel(column: column, row: row, slice: slice).map { $0 * rescale.slope.doubleValue + rescale.intercept.doubleValue }
    }
}

extension Span<UInt8> {
    func voxel(at index: Int, _ format: VoxelFormat) -> Double {
        switch format {
        case .int16: Double(Int16(bitPattern: UInt16(self[2 * index]) | UInt16(self[2 * index + 1]) << 8))
        case .uint16: Double(UInt16(self[2 * index]) | UInt16(self[2 * index + 1]) << 8)
        case .float32: Double(Float(bitPattern: littleEndian32(at: 4 * index)))
        }
    }
}
