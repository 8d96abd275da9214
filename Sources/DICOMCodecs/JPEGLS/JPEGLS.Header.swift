internal import CDICOMCodecs

extension JPEGLS {
    /// What the markers of a codestream say up to its first scan (T.87 Annex C).
    public struct Header: Sendable, Hashable {
        public var columns: Int
        public var rows: Int
        public var components: Int
        /// Bits of a coded sample, 2 to 16.
        public var precision: Int
        /// Of the smallest container that the decoded samples fit in: 1 or 2.
        public var bytesPerSample: Int
        /// NEAR: no sample differs by more from what was encoded; 0 is lossless.
        public var near: Int
        /// Of the first scan.
        public var interleave: Interleave
        /// As in effect: no number is 0.
        public var preset: Preset
        /// Lines from one restart marker to the next; 0 where there are none.
        public var restartInterval: Int
        /// 0 for none, 1 to 3 for HP1 to HP3: announced by an APP8 segment of Hewlett-Packard's encoder.
        public var colorTransform: Int
        /// A component of the first scan holds indices into a table of the codestream, which decoding applies.
        public var hasMappingTables: Bool
        /// Components differ in size.
        public var isSubsampled: Bool

        /// A layout that the frame fits in.
        public var layout: SampleLayout {
            SampleLayout(columns: columns, rows: rows, samplesPerPixel: components, bytesPerSample: bytesPerSample)
        }
    }

    /// Reads the header of a codestream, without decoding anything. A codestream that is cut short behind the header of its first scan is good
    /// enough, unless it tells the number of its lines behind that scan (DNL).
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream.
    ///   - fragments: Where its parts lie in `source`; nil when it is all of it.
    ///   - options: Decides which default thresholds are in effect.
    /// - Throws: ``CodecError``: `truncated`, `corrupt` or `unsupported`; `badArgument` for a fragment outside of `source`.
    public static func header(
        of source: Span<UInt8>, fragments: [Range<Int>]? = nil, options: DecodingOptions = DecodingOptions()
    ) throws(CodecError) -> Header {
        var workspace = CodecWorkspace()
        var raw = cdicom_jpegls_header()
        _ = try unsafe workspace.read(source, fragments, leniency: options.bits) { source, work, report in
            unsafe cdicom_jpegls_probe(source, work, &raw, report)  // the core keeps to the counts given with the pointers
        }
        return Header(raw)
    }
}

extension JPEGLS.Header {
    init(_ raw: cdicom_jpegls_header) {
        self.init(
            columns: Int(raw.columns), rows: Int(raw.rows), components: Int(raw.components), precision: Int(raw.precision),
            bytesPerSample: Int(raw.bytes_per_sample), near: Int(raw.near),
            interleave: JPEGLS.Interleave(rawValue: Int(raw.interleave.rawValue)) ?? .none, preset: JPEGLS.Preset(raw.preset),
            restartInterval: Int(raw.restart_interval), colorTransform: Int(raw.colour_transform),
            hasMappingTables: raw.has_mapping_tables, isSubsampled: raw.is_subsampled)
    }
}
