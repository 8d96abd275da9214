internal import CDICOMCodecs

extension JPEG2000 {
    /// What the markers of a codestream say (ISO/IEC 15444-1 Annex A).
    public struct Header: Sendable, Hashable {
        /// One component on its own grid.
        public struct Component: Sendable, Hashable {
            public var columns: Int
            public var rows: Int
            /// XRsiz: columns of the reference grid from one sample to the next; 2 for chroma of half the width.
            public var columnStep: Int
            /// YRsiz.
            public var rowStep: Int
            /// Bits of a sample, 1 to 38.
            public var precision: Int
            public var isSigned: Bool
        }

        /// An order of packets (table A.16).
        public enum Progression: Int, Sendable, Hashable, CaseIterable {
            case layerResolutionComponentPosition = 0
            case resolutionLayerComponentPosition
            case resolutionPositionComponentLayer
            case positionComponentResolutionLayer
            case componentPositionResolutionLayer
        }

        /// Of the frame: the finest component, at the resolution that was asked for.
        public var columns: Int
        public var rows: Int
        public var components: [Component]
        /// The largest precision of the components.
        public var precision: Int
        /// Sign of the first component.
        public var isSigned: Bool
        /// All components have the same size, precision and sign.
        public var isUniform: Bool
        /// The 5-3 wavelet is used throughout: lossless, unless the encoder cut off data.
        public var isReversible: Bool
        /// RCT or ICT: the decoded samples are RGB.
        public var usesMultipleComponentTransform: Bool
        /// 15444-15 code-blocks.
        public var isHighThroughput: Bool
        /// The codestream lies in JP2 boxes.
        public var isBoxed: Bool
        /// Wavelet decompositions, the least of all components and tiles: so many levels can be discarded.
        public var levels: Int
        /// Quality layers.
        public var layers: Int
        /// nil where the codestream names an order that does not exist.
        public var progression: Progression?
        public var tileColumns: Int
        public var tileRows: Int
        public var tiles: Int
        /// Where the codestream begins in the source.
        public var codestreamOffset: Int

        /// A layout that the frame fits in: the smallest container of 1, 2 or 4 bytes for the largest precision.
        public var layout: SampleLayout {
            SampleLayout(
                columns: columns, rows: rows, samplesPerPixel: components.count,
                bytesPerSample: precision <= 8 ? 1 : precision <= 16 ? 2 : precision <= 32 ? 4 : 8)
        }

        /// Samples of all planes together, for ``JPEG2000/decodePlanes(_:fragments:options:using:into:)``; `Int.max` when they do not fit.
        public var planeSampleCount: Int {
            components.reduce(0) { sum, component in
                let (plane, overflow) = component.columns.multipliedReportingOverflow(by: component.rows)
                let (total, carry) = sum.addingReportingOverflow(plane)
                return overflow || carry ? .max : total
            }
        }
    }

    /// Reads the header of a codestream, without decoding anything. A codestream that is cut short behind its main header is good enough.
    ///
    /// - Parameters:
    ///   - source: Bytes that hold the codestream, or at least its main header.
    ///   - fragments: Where its fragments lie in `source`, in their order; nil when it is all of it.
    ///   - levels: Resolution levels that a decode would discard: sizes in the header are as after that.
    ///   - workspace: Memory to join fragments in.
    /// - Throws: ``CodecError``: `truncated` or `corrupt`, or `badArgument` for more levels than the codestream has.
    public static func header(
        of source: Span<UInt8>, fragments: [Range<Int>]? = nil, discardingLevels levels: Int = 0, using workspace: inout CodecWorkspace
    ) throws(CodecError) -> Header {
        guard let discarded = UInt32(exactly: levels) else {
            throw CodecError(code: .badArgument, problem: "Less than no level cannot be discarded.", remedy: "Correct the call.")
        }
        var raw = cdicom_jpeg2000_header()
        // The C core fills the struct, whose address does not outlive the call.
        _ = try unsafe workspace.read(source, fragments) { source, work, report in
            unsafe cdicom_jpeg2000_probe(source, discarded, work, &raw, nil, 0, report)  // as above
        }
        var components = [cdicom_jpeg2000_component](repeating: cdicom_jpeg2000_component(), count: Int(raw.components))
        // As above, and the array is as long as it is said to be.
        _ = try unsafe workspace.read(source, fragments) { source, work, report in
            unsafe cdicom_jpeg2000_probe(source, discarded, work, &raw, &components, components.count, report)  // as above
        }
        return Header(raw, components: components)
    }

    /// Reads the header of a codestream, with a workspace of its own.
    public static func header(of source: Span<UInt8>, discardingLevels levels: Int = 0) throws(CodecError) -> Header {
        var workspace = CodecWorkspace()
        return try header(of: source, discardingLevels: levels, using: &workspace)
    }
}

extension JPEG2000.Header {
    init(_ raw: cdicom_jpeg2000_header, components: [cdicom_jpeg2000_component]) {
        self.init(
            columns: Int(raw.columns), rows: Int(raw.rows), components: components.map(Component.init), precision: Int(raw.precision),
            isSigned: raw.is_signed, isUniform: raw.is_uniform, isReversible: raw.is_reversible,
            usesMultipleComponentTransform: raw.uses_component_transform, isHighThroughput: raw.is_high_throughput,
            isBoxed: raw.is_boxed, levels: Int(raw.levels), layers: Int(raw.layers),
            progression: Progression(rawValue: Int(raw.progression)),
            tileColumns: Int(raw.tile_columns), tileRows: Int(raw.tile_rows), tiles: Int(raw.tiles),
            codestreamOffset: Int(clamping: raw.codestream_offset))
    }
}

extension JPEG2000.Header.Component {
    init(_ raw: cdicom_jpeg2000_component) {
        self.init(
            columns: Int(raw.columns), rows: Int(raw.rows), columnStep: Int(raw.column_step), rowStep: Int(raw.row_step),
            precision: Int(raw.precision), isSigned: raw.is_signed)
    }
}
