internal import CDICOMCodecs

extension JPEG {
    /// What the markers of a codestream say up to its first scan (T.81 Annex B).
    public struct Header: Sendable, Hashable {
        /// The coding process (T.81 table B.1).
        public enum Process: Int, Sendable, Hashable {
            /// SOF0: sequential DCT of 8 bits.
            case baseline = 0
            /// SOF1: sequential DCT of 8 or 12 bits.
            case extended
            /// SOF2.
            case progressive
            /// SOF3.
            case lossless
        }

        /// One component of the frame header.
        public struct Component: Sendable, Hashable {
            /// Ci; the letters R, G and B of some encoders.
            public var identifier: UInt8
            /// Hi, 1 to 4: samples of it beside each other where the finest component has the most of all.
            public var horizontalSampling: Int
            /// Vi, 1 to 4.
            public var verticalSampling: Int
        }

        /// What markers beside the frame header say about colour. JPEG itself knows none.
        public enum Color: Sendable, Hashable {
            /// No mark: the data set decides.
            case unmarked
            /// A JFIF marker: Y Cb Cr, or gray.
            case jfif
            /// An Adobe marker with transform 0: as coded, so RGB or CMYK.
            case adobeUntransformed
            /// An Adobe marker with transform 1, or another one but 0 and 2: Y Cb Cr.
            case adobeYCbCr
            /// An Adobe marker with transform 2: Y Cb Cr K.
            case adobeYCCK
        }

        public var columns: Int
        /// Y of the frame header; that of the DNL segment where it is 0.
        public var rows: Int
        public var components: [Component]
        public var process: Process
        /// Bits of a sample: 8, 12, or 2 to 16 where the process is lossless.
        public var precision: Int
        /// Lossless: the predictor of the first scan, 1 to 7; 0 for the DCT processes.
        public var selectionValue: Int
        /// Lossless: bits that were cut off in the first scan.
        public var pointTransform: Int
        /// The first scan holds all components.
        public var isInterleaved: Bool
        /// A DCT process, or a point transform.
        public var isLossy: Bool
        /// The Adobe marker where there is one of full length, else JFIF.
        public var color: Color
        /// Pixels or blocks (MCUs) between restart markers; 0: none.
        public var restartInterval: Int
        /// Where the codestream begins in the source.
        public var codestreamOffset: Int

        /// A layout that the frame fits in: containers of 1 or 2 bytes.
        public var layout: SampleLayout {
            SampleLayout(columns: columns, rows: rows, samplesPerPixel: components.count, bytesPerSample: precision <= 8 ? 1 : 2)
        }
    }

    /// Reads the markers of a codestream up to its first scan, without decoding anything.
    ///
    /// A codestream that is cut short behind them is good enough, unless its number of lines follows its first scan (DNL).
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream, or at least its beginning.
    ///   - fragments: Where its parts lie in `source`; nil when it is all of it.
    /// - Throws: ``CodecError``: `truncated`, `corrupt` or `unsupported`; `badArgument` for a fragment outside of `source`.
    public static func header(of source: Span<UInt8>, fragments: [Range<Int>]? = nil) throws(CodecError) -> Header {
        var workspace = CodecWorkspace()
        var raw = cdicom_jpeg_header()
        // The C core keeps to the counts given with the pointers.
        _ = try unsafe workspace.read(source, fragments) { source, work, report in
            unsafe cdicom_jpeg_probe(source, work, &raw, report)  // as above
        }
        return Header(raw)
    }
}

extension JPEG.Header {
    init(_ raw: cdicom_jpeg_header) {
        let all = [raw.component.0, raw.component.1, raw.component.2, raw.component.3]
        var color = Color.unmarked
        if raw.has_adobe {
            color = raw.adobe_transform == 0 ? .adobeUntransformed : raw.adobe_transform == 2 ? .adobeYCCK : .adobeYCbCr
        } else if raw.has_jfif {
            color = .jfif
        }
        self.init(
            columns: Int(raw.columns), rows: Int(raw.rows),
            components: all.prefix(Int(raw.components)).map {
                Component(identifier: $0.identifier, horizontalSampling: Int($0.horizontal), verticalSampling: Int($0.vertical))
            }, process: Process(rawValue: Int(raw.process.rawValue)) ?? .baseline, precision: Int(raw.precision),
            selectionValue: Int(raw.selection_value), pointTransform: Int(raw.point_transform), isInterleaved: raw.is_interleaved,
            isLossy: raw.is_lossy, color: color, restartInterval: Int(raw.restart_interval),
            codestreamOffset: Int(clamping: raw.codestream_offset))
    }
}
