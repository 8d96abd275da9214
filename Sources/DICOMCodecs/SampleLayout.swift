/// What the samples of one frame look like in memory.
///
/// Rows run from top to bottom, and each sample fills ``bytesPerSample`` bytes in little-endian order, whatever the machine and the source.
/// Without strides, samples are interleaved by pixel (R G B R G B …) and rows follow each other without padding.
public struct SampleLayout: Sendable, Hashable {
    /// Columns (0028,0011): pixels in a row.
    public var columns: Int
    /// Rows (0028,0010).
    public var rows: Int
    /// Samples per Pixel (0028,0002).
    public var samplesPerPixel: Int
    /// 1, 2, 4 or 8: Bits Allocated (0028,0100), rounded up to a container that a machine has.
    public var bytesPerSample: Int
    /// Bytes from the start of a row to that of the next one, at least those that its samples fill; nil: rows follow each other without
    /// padding. Bytes between rows are never read nor written.
    public var rowStride: Int?
    /// Bytes from the start of a plane to that of the next one, at least those of its rows: the samples lie in planes
    /// (R R R … G G G … B B B …). Nil: they are interleaved by pixel.
    public var planeStride: Int?

    /// A layout; see ``byteCount`` for whether it can exist in memory.
    public init(
        columns: Int, rows: Int, samplesPerPixel: Int = 1, bytesPerSample: Int, rowStride: Int? = nil, planeStride: Int? = nil
    ) {
        self.columns = columns
        self.rows = rows
        self.samplesPerPixel = samplesPerPixel
        self.bytesPerSample = bytesPerSample
        self.rowStride = rowStride
        self.planeStride = planeStride
    }

    /// Samples in the frame, or nil when a dimension is not positive or the product exceeds `Int.max`.
    public var sampleCount: Int? {
        guard columns > 0, rows > 0, samplesPerPixel > 0 else { return nil }
        return Self.product(columns, rows).flatMap { Self.product($0, samplesPerPixel) }
    }

    /// Bytes from the first sample to the end of the last one, or nil when the layout cannot exist (a dimension below 1, a container that is
    /// none, rows or planes that overlap, or overflow).
    public var byteCount: Int? {
        guard sampleCount != nil, [1, 2, 4, 8].contains(bytesPerSample) else { return nil }
        let samplesInPlane = planeStride == nil ? samplesPerPixel : 1
        guard let rowBytes = Self.product(columns, bytesPerSample).flatMap({ Self.product($0, samplesInPlane) }),
            let plane = Self.extent(of: rows, stride: rowStride ?? rowBytes, last: rowBytes)
        else { return nil }
        guard let planeStride else { return plane }
        return Self.extent(of: samplesPerPixel, stride: planeStride, last: plane)
    }

    /// Bytes of `count` parts that begin `stride` bytes from each other, the last of them `last` bytes long.
    private static func extent(of count: Int, stride: Int, last: Int) -> Int? {
        guard stride >= last, let before = product(stride, count - 1) else { return nil }
        let (sum, overflow) = before.addingReportingOverflow(last)
        return overflow ? nil : sum
    }

    private static func product(_ a: Int, _ b: Int) -> Int? {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        return overflow ? nil : product
    }
}
