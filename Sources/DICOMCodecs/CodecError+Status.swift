internal import CDICOMCodecs

extension CodecError {
    /// The error that a status of the C core stands for; nil for success. `target` has been written as far as `report` says.
    init?(status: cdicom_status, report: cdicom_report) {
        guard status != CDICOM_OK else { return nil }
        let (code, remedy) = Self.meaning(of: status)
        let concernsCaller = [.badArgument, .targetTooSmall, .outOfMemory].contains(code)
        self.init(
            code: code, offset: concernsCaller ? nil : Int(clamping: report.offset), completeRows: Int(clamping: report.rows_done),
            problem: report.text, remedy: remedy)
    }

    private static func meaning(of status: cdicom_status) -> (Code, remedy: String) {
        switch status {
        case CDICOM_TRUNCATED: (.truncated, "The frame is probably cut short; fetch it again.")
        case CDICOM_CORRUPT: (.corrupt, "The frame is damaged, or is of another transfer syntax than it says.")
        case CDICOM_UNSUPPORTED: (.unsupported, "Ask the archive for another transfer syntax.")
        case CDICOM_LAYOUT_MISMATCH: (.layoutMismatch, "Compare the data set's image attributes with the header of the codestream.")
        case CDICOM_LIMIT_EXCEEDED: (.limitExceeded, "If the source is trusted, decode with wider limits.")
        case CDICOM_TARGET_TOO_SMALL: (.targetTooSmall, "Give a target as large as the layout asks for.")
        case CDICOM_OUT_OF_MEMORY: (.outOfMemory, "Decode fewer frames at a time, or at a lower resolution.")
        case CDICOM_CANCELLED: (.cancelled, "Decode it again if it is still wanted.")
        default: (.badArgument, "Correct the call.")
        }
    }
}

extension cdicom_report {
    /// `message` up to its terminating 0.
    var text: String {
        var characters = message
        // The tuple is a C array of this size: its bytes are read while it is alive, and only those.
        return unsafe withUnsafeBytes(of: &characters) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)  // the closure's buffer, not kept
        }
    }
}

extension SampleLayout {
    /// The layout in the C core's terms; nil when a dimension does not fit.
    var c: cdicom_sample_layout? {
        guard
            let columns = UInt32(exactly: columns), let rows = UInt32(exactly: rows),
            let samplesPerPixel = UInt32(exactly: samplesPerPixel), let bytesPerSample = UInt32(exactly: bytesPerSample),
            rowStride.map({ $0 > 0 }) ?? true, planeStride.map({ $0 > 0 }) ?? true
        else { return nil }
        return cdicom_sample_layout(
            columns: columns, rows: rows, samples_per_pixel: samplesPerPixel, bytes_per_sample: bytesPerSample,
            row_stride: rowStride ?? 0, plane_stride: planeStride ?? 0)
    }
}

extension CodecReport {
    /// The names of the bits that are set.
    init(bits: UInt32, named names: [(UInt32, CodecNote)]) {
        self.init(notes: bits == 0 ? [] : names.filter { bits & $0.0 != 0 }.map(\.1))
    }
}

extension CodecError {
    /// A layout that no frame can have.
    static var impossibleLayout: CodecError {
        CodecError(
            code: .badArgument, problem: "The layout has a dimension or stride below 1 or beyond 32 bits.",
            remedy: "Take columns, rows and samples from the data set or the header of the codestream.")
    }

    /// A fragment outside of the bytes that were given.
    static var strayFragment: CodecError {
        CodecError(
            code: .badArgument, problem: "A fragment lies outside of the source.", remedy: "Give ranges inside the span, counted from 0.")
    }
}
