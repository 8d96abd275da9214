internal import CDICOMCodecs

/// JPEG 2000 (ISO/IEC 15444-1) and the High-Throughput codestreams (15444-15) that OpenJPEG reads.
///
/// Sign and precision of the decoded samples are those of the codestream, see ``JPEG2000/Header``; a data set may say otherwise, and the caller
/// decides what that means. A codestream with a component transform (RCT, ICT) gives RGB. Codestreams wrapped in JP2 boxes are accepted
/// and noted; palettes and channel definitions in such boxes are not applied, since DICOM has its own (PS3.5 A.4.4).
public enum JPEG2000 {
    /// How to decode.
    public struct Options: Sendable, Hashable {
        /// Resolution levels to leave out, at most ``Header/levels``. Each halves columns and rows, rounded up, and quarters the work.
        public var discardedLevels = 0
        /// Threads for one frame; 0 or 1 means the caller's alone. Many frames are better decoded one thread each.
        public var threads = 1
        /// Decodes what there is of a codestream that is cut short, with ``CodecNote/partialPicture``; what is missing is coarse or zero.
        /// With ``discardedLevels``, a cut inside a packet still throws.
        public var isLenient = false
        /// Decodes High-Throughput codestreams too, as far as OpenJPEG reads them. OpenJPEG 2.5 ends the process on some damaged ones, so they
        /// are refused by default: set this for sources that you trust.
        public var trustsHighThroughput = false

        public init() {}
    }

    /// Decodes one codestream into interleaved samples, two's complement in the low bits of their containers, sign-extended when signed.
    ///
    /// - Parameters:
    ///   - source: The codestream, its fragments joined; padding behind it is allowed.
    ///   - layout: Columns and rows as ``header(of:discardingLevels:)`` gives them, one sample per pixel for each component, and
    ///     containers of at least ``Header/precision`` bits. Components of lower resolution are repeated to the size of the finest.
    ///   - target: At least ``SampleLayout/byteCount`` bytes; those are written, and are zero after an error about the codestream.
    /// - Returns: Departures from the standard that were tolerated.
    /// - Throws: ``CodecError``: `truncated`, `corrupt`, `unsupported` (an HT codestream that is not trusted or beyond OpenJPEG, a transform of Part 2, more than
    ///   31 bits), `layoutMismatch`, `limitExceeded`, `targetTooSmall`, `outOfMemory`, or `badArgument` for impossible options or layouts.
    @discardableResult
    public static func decode(
        _ source: Span<UInt8>, layout: SampleLayout, options: Options = Options(), limits: CodecLimits = CodecLimits(),
        into target: inout MutableSpan<UInt8>
    ) throws(CodecError) -> CodecReport {
        guard let shape = layout.c else { throw .impossibleLayout }
        var report = cdicom_report()
        // Both spans outlive the call, and the C core keeps to the counts given with them.
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe cdicom_jpeg2000_decode(  // as above
                    source.baseAddress, source.count, shape, options.c, limits.c, target.baseAddress, target.count, &report)
            }
        }
        if let error = CodecError(status: status, report: report) { throw error }
        return CodecReport(notes: notes(of: report.notes))
    }

    /// Decodes one codestream into planes: the components one after the other, each in its own size, rows without padding.
    ///
    /// - Parameter target: At least ``Header/planeSampleCount`` samples.
    /// - Throws: As ``decode(_:layout:options:limits:into:)``, but for layouts.
    @discardableResult
    public static func decodePlanes(
        _ source: Span<UInt8>, options: Options = Options(), limits: CodecLimits = CodecLimits(), into target: inout MutableSpan<Int32>
    ) throws(CodecError) -> CodecReport {
        var report = cdicom_report()
        // Both spans outlive the call, and the C core keeps to the counts given with them.
        let status = unsafe source.withUnsafeBufferPointer { source in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe cdicom_jpeg2000_decode_planes(  // as above
                    source.baseAddress, source.count, options.c, limits.c, target.baseAddress, target.count, &report)
            }
        }
        if let error = CodecError(status: status, report: report) { throw error }
        return CodecReport(notes: notes(of: report.notes))
    }

    static func notes(of bits: UInt32) -> [CodecNote] {
        guard bits != 0 else { return [] }
        let known: [(cdicom_jpeg2000_note, CodecNote)] = [
            (CDICOM_JPEG2000_NOTE_BOXED, .boxed), (CDICOM_JPEG2000_NOTE_TRAILING_DATA, .trailingData),
            (CDICOM_JPEG2000_NOTE_MISSING_END, .missingEndMarker), (CDICOM_JPEG2000_NOTE_PARTIAL, .partialPicture),
            (CDICOM_JPEG2000_NOTE_UPSAMPLED, .upsampledComponents), (CDICOM_JPEG2000_NOTE_MIXED_COMPONENTS, .mixedComponents),
        ]
        return known.filter { bits & $0.0.rawValue != 0 }.map(\.1)
    }
}

extension JPEG2000.Options {
    /// The options in the C core's terms; numbers that do not fit are refused there like other impossible ones.
    var c: cdicom_jpeg2000_options {
        cdicom_jpeg2000_options(
            discard_levels: UInt32(exactly: discardedLevels) ?? .max, threads: UInt32(clamping: threads), lenient: isLenient,
            high_throughput: trustsHighThroughput)
    }
}
