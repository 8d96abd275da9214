public import DICOMCodecs
internal import DICOMData
public import DICOMObjects

/// The pixels of a plane through a volume, with its place in the patient.
public struct VoxelSlice: Sendable {
    /// Where the pixels lie; `ImagePlane.sliceThickness` is that of the slab.
    public let plane: ImagePlane
    public let columns: Int
    public let rows: Int
    public let format: VoxelFormat
    /// From a pixel to its modality value.
    public let rescale: RescaleTransform
    /// The unit of the modality values; nil where it is not known.
    public let unit: String?
    let memory: SampleMemory

    /// Lends the pixels: `rows × columns`, little endian.
    public func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
        try memory.withBytes(body)
    }

    /// The modality value of a pixel, in ``unit``; nil beyond the sides.
    public func value(column: Int, row: Int) -> Double? {
        guard (0..<columns).contains(column), (0..<rows).contains(row) else { return nil }
        let voxel = withBytes { bytes in bytes.voxel(at: row * columns + column, format) }
        return voxel * rescale.slope.doubleValue + rescale.intercept.doubleValue
    }

    /// The slice as a picture through a window, in the unit of the modality values.
    ///
    /// - Throws: ``ImagingError`` with code `invalidWindow`.
    public func rendered(
        with window: VOIWindow, presentation: PresentationTransform = .identity, level: VectorLevel = .best
    ) throws(ImagingError) -> Picture {
        let plan = try GrayscalePlan(
            stored: format.storedValueFormat(), modality: .rescale(rescale), voi: .window(window), presentation: presentation)
        var picture = [UInt8](repeating: 0, count: columns * rows)
        try withBytes { (bytes) throws(ImagingError) in
            var span = picture.mutableSpan
            try plan.apply(cells: bytes, into: &span, level: level)
        }
        return try Picture(columns: columns, rows: rows, samplesPerPixel: 1, bytes: picture)
    }
}
