internal import DICOMCodecs

/// How a picture is brought to fewer bits so that what lies between two levels is still to be seen. Both give the same bytes on every machine.
public enum Dithering: Sendable, Hashable {
    /// A threshold for each place of a square of 8 × 8 pixels (Bayer's). Values that the fewer bits can express stay what they are.
    case ordered
    /// What a pixel is off is shared by its neighbours still to come (Floyd and Steinberg's).
    case errorDiffusion
}

extension Picture {
    /// The picture with samples of fewer bits: render with 16, then dither to what the display has.
    ///
    /// - Parameter bits: 1 … 16.
    /// - Throws: `badArgument` for other numbers.
    public func dithered(toBits bits: Int, by method: Dithering) throws(ImagingError) -> Picture {
        guard (1...16).contains(bits) else {
            throw ImagingError(code: .badArgument, problem: "Samples of \(bits) bits are none.", remedy: "Ask for 1 to 16 bits.")
        }
        var result = [UInt8](repeating: 0, count: columns * rows * samplesPerPixel * (bits > 8 ? 2 : 1))
        var span = result.mutableSpan
        do throws(CodecError) {
            try SampleKernels.dither(
                bytes.span, top: 1 << bitsPerSample - 1, columns: columns, rows: rows, samples: samplesPerPixel,
                by: method == .ordered ? .ordered : .diffusion, into: &span, top: 1 << bits - 1)
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: error.remedy)
        }
        return with(result, bits: bits)
    }
}
