/// What the samples of one frame look like in memory.
///
/// Samples are interleaved by pixel (R G B R G B …), rows run from top to bottom without padding, and each sample fills
/// `bytesPerSample` bytes in little-endian order, whatever the machine and the source.
public struct SampleLayout: Sendable, Hashable {
    /// Columns (0028,0011): pixels in a row.
    public var columns: Int
    /// Rows (0028,0010).
    public var rows: Int
    /// Samples per Pixel (0028,0002).
    public var samplesPerPixel: Int
    /// 1, 2, 4 or 8: Bits Allocated (0028,0100), rounded up to a container that a machine has.
    public var bytesPerSample: Int

    /// A layout; see ``byteCount`` for whether it can exist in memory.
    public init(columns: Int, rows: Int, samplesPerPixel: Int = 1, bytesPerSample: Int) {
        self.columns = columns
        self.rows = rows
        self.samplesPerPixel = samplesPerPixel
        self.bytesPerSample = bytesPerSample
    }

    /// Samples in the frame, or nil when a dimension is not positive or the product exceeds `Int.max`.
    public var sampleCount: Int? {
        guard columns > 0, rows > 0, samplesPerPixel > 0 else { return nil }
        let (pixels, pixelOverflow) = columns.multipliedReportingOverflow(by: rows)
        let (samples, sampleOverflow) = pixels.multipliedReportingOverflow(by: samplesPerPixel)
        return pixelOverflow || sampleOverflow ? nil : samples
    }

    /// Bytes that the frame fills, or nil when the layout cannot exist (a dimension below 1, a container that is none, or overflow).
    public var byteCount: Int? {
        guard let sampleCount, [1, 2, 4, 8].contains(bytesPerSample) else { return nil }
        let (bytes, overflow) = sampleCount.multipliedReportingOverflow(by: bytesPerSample)
        return overflow ? nil : bytes
    }
}
