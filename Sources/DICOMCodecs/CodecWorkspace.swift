internal import CDICOMCodecs

/// What a codec works with beside source and target: limits, memory, and a way to be stopped.
///
/// The memory grows to what the largest call needed and is used by one call after the other, so that whoever decodes many frames keeps a
/// workspace and allocates once. A call has it for itself, which `inout` makes sure of: each thread has its own.
// @unchecked: the scratch memory has one owner, this value, and goes where it goes.
// @safe: its pointers are touched by the C core only, during a call that holds the value exclusively.
@safe public struct CodecWorkspace: ~Copyable, @unchecked Sendable {
    /// What each call may cost at most.
    public var limits: CodecLimits
    /// The highest vector level to use; all give the same bytes.
    public var level: VectorLevel
    /// Ends a call that is under way; nil where none shall be.
    public var cancellation: CodecCancellation?
    /// Decodes High-Throughput JPEG 2000 in several layers too, see ``JPEG2000/DecodingOptions/trustsHighThroughput``: on some damaged codestreams OpenJPEG 2.5
    /// ends the process, so they are
    /// refused by default: set this for sources that you trust.
    public var trustsHighThroughput = false
    private var scratch = unsafe cdicom_scratch()  // holds no memory yet

    public init(limits: CodecLimits = CodecLimits(), level: VectorLevel = .best, cancellation: CodecCancellation? = nil) {
        self.limits = limits
        self.level = level
        self.cancellation = cancellation
    }

    deinit {
        var owned = unsafe scratch  // nobody else has these pointers
        unsafe cdicom_scratch_free(&owned)  // as above
    }
}

extension CodecWorkspace {
    /// An entry of the C core that reads a codestream.
    typealias Reader = (cdicom_source, UnsafePointer<cdicom_work>, UnsafeMutablePointer<cdicom_report>) -> cdicom_status
    /// An entry of the C core that decodes: source, layout, work, target, its bytes, report.
    typealias Decoder = (
        cdicom_source, cdicom_sample_layout, UnsafePointer<cdicom_work>, UnsafeMutablePointer<UInt8>?, Int,
        UnsafeMutablePointer<cdicom_report>
    ) -> cdicom_status
    /// An entry of the C core that encodes: samples, their bytes, layout, work, target, its bytes, bytes written, report.
    typealias Encoder = (
        UnsafePointer<UInt8>?, Int, cdicom_sample_layout, UnsafePointer<cdicom_work>, UnsafeMutablePointer<UInt8>?, Int,
        UnsafeMutablePointer<Int>, UnsafeMutablePointer<cdicom_report>
    ) -> cdicom_status

    /// An entry of the C core that makes one codestream of another: source, work, target, its bytes, bytes written, report.
    typealias Transformer = (
        cdicom_source, UnsafePointer<cdicom_work>, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>,
        UnsafeMutablePointer<cdicom_report>
    ) -> cdicom_status

    /// Calls an entry that reads a codestream.
    ///
    /// - Parameters:
    ///   - fragments: Where the parts of the codestream lie in `source`, in their order; nil when they are all of it.
    ///   - leniency: Bits of the codec's leniency enumeration.
    /// - Returns: The codec's note bits.
    mutating func read(
        _ source: Span<UInt8>, _ fragments: [Range<Int>]?, leniency: UInt32 = 0, by entry: Reader
    ) throws(CodecError) -> UInt32 {
        var report = cdicom_report()
        let status: cdicom_status
        if let fragments {
            guard fragments.allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= source.count }) else { throw .strayFragment }
            // The span outlives the call, the ranges lie inside of it, and the C core keeps no pointer.
            status = unsafe source.withUnsafeBufferPointer { bytes in
                var parts = unsafe fragments.map { range in
                    unsafe cdicom_fragment(bytes: bytes.baseAddress.map { unsafe $0 + range.lowerBound }, count: range.count)  // as above
                }
                return unsafe parts.withUnsafeMutableBufferPointer { parts in  // as above
                    let all = unsafe cdicom_source(fragments: parts.baseAddress, count: parts.count)  // as above
                    return unsafe withWork(leniency) { work in unsafe entry(all, work, &report) }  // as above
                }
            }
        } else {
            // As above.
            status = unsafe source.withUnsafeBufferPointer { bytes in
                var whole = unsafe cdicom_fragment(bytes: bytes.baseAddress, count: bytes.count)  // as above
                return unsafe withUnsafePointer(to: &whole) { whole in  // as above
                    let all = unsafe cdicom_source(fragments: whole, count: 1)  // as above
                    return unsafe withWork(leniency) { work in unsafe entry(all, work, &report) }  // as above
                }
            }
        }
        if let error = CodecError(status: status, report: report) { throw error }
        return report.notes
    }

    /// Calls an entry that decodes into samples.
    ///
    /// - Parameter notes: The codec's note bits with their names.
    mutating func decode(
        _ source: Span<UInt8>, _ fragments: [Range<Int>]?, layout: SampleLayout, leniency: UInt32 = 0,
        into target: inout MutableSpan<UInt8>, notes: [(UInt32, CodecNote)], by entry: Decoder
    ) throws(CodecError) -> CodecReport {
        guard let shape = layout.c else { throw .impossibleLayout }
        // The span outlives the call, and the C core keeps to the count given with it.
        let bits = try unsafe target.withUnsafeMutableBufferPointer { (target) throws(CodecError) in
            try unsafe read(source, fragments, leniency: leniency) { source, work, report in  // as above
                unsafe entry(source, shape, work, target.baseAddress, target.count, report)  // as above
            }
        }
        return CodecReport(bits: bits, named: notes)
    }

    /// Calls an entry that makes one codestream of another, and returns the bytes written at the start of `target`.
    mutating func transform(
        _ source: Span<UInt8>, _ fragments: [Range<Int>]?, into target: inout MutableSpan<UInt8>, by entry: Transformer
    ) throws(CodecError) -> Int {
        var written = 0
        // The span outlives the call, and the C core keeps to the count given with it.
        _ = try unsafe target.withUnsafeMutableBufferPointer { (target) throws(CodecError) in
            try unsafe read(source, fragments) { source, work, report in  // as above
                unsafe entry(source, work, target.baseAddress, target.count, &written, report)  // as above
            }
        }
        return written
    }

    /// Calls an entry that encodes samples, and returns the bytes written at the start of `target`.
    mutating func encode(
        _ samples: Span<UInt8>, layout: SampleLayout, into target: inout MutableSpan<UInt8>, by entry: Encoder
    ) throws(CodecError) -> Int {
        guard let shape = layout.c else { throw .impossibleLayout }
        var report = cdicom_report()
        var written = 0
        // Both spans outlive the call, and the C core keeps to the counts given with them.
        let status = unsafe samples.withUnsafeBufferPointer { samples in
            unsafe target.withUnsafeMutableBufferPointer { target in  // as above
                unsafe withWork(0) { work in  // as above
                    unsafe entry(samples.baseAddress, samples.count, shape, work, target.baseAddress, target.count, &written, &report)
                }
            }
        }
        if let error = CodecError(status: status, report: report) { throw error }
        return written
    }

    /// The workspace in the C core's terms, for one call.
    mutating func withWork<Result>(_ leniency: UInt32, _ body: (UnsafePointer<cdicom_work>) -> Result) -> Result {
        let (limits, level, cancellation) = (limits.c, level.cLevel, cancellation)
        return withExtendedLifetime(cancellation) {
            // The core changes the scratch through this pointer and does not keep it; the cancellation is held until the call has ended.
            unsafe withUnsafeMutablePointer(to: &scratch) { scratch in  // as above
                var work = unsafe cdicom_work(  // as above
                    limits: limits, scratch: scratch, cancel: cancellation?.flag, level: level, leniency: leniency)
                return unsafe body(&work)  // as above
            }
        }
    }
}
