internal import DICOMCodecs

extension SampleLayout {
    /// Interleaved by pixel, rows without padding: the frame is one run of samples.
    var isTight: Bool {
        (planeStride == nil || samplesPerPixel == 1) && (rowStride ?? rowBytes) == rowBytes
    }

    /// Whether the layouts differ in strides at most.
    func isSameFrame(as other: SampleLayout) -> Bool {
        columns == other.columns && rows == other.rows && samplesPerPixel == other.samplesPerPixel && bytesPerSample == other.bytesPerSample
    }

    /// The bytes of each row that are samples, plane by plane.
    var rowRanges: [Range<Int>] {
        let starts = stride(from: 0, to: planeStride == nil ? 1 : samplesPerPixel, by: 1).map { $0 * (planeStride ?? 0) }
        return starts.flatMap { start in
            (0..<rows).map { row in
                let first = start + row * (rowStride ?? rowBytes)
                return first..<first + rowBytes
            }
        }
    }

    /// Bytes of a row, or of a row in one plane.
    private var rowBytes: Int { columns * bytesPerSample * (planeStride == nil ? samplesPerPixel : 1) }
}
