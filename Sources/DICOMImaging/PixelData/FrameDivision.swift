internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// Which fragments of encapsulated Pixel Data make up which frame (PS3.5 A.4), and what was wrong with what the object says of it.
///
/// Offset tables are believed only where each offset is that of a fragment. Without them fragments are told apart by their number, by the marks
/// that codestreams begin with, and last by where codestreams end.
struct FrameDivision: Sendable {
    enum Division: Sendable, Equatable {
        /// A fragment for each frame: fragment k + 1, behind the Basic Offset Table, is frame k.
        case each(count: Int)
        /// The first fragment of each frame, and the end of the last one.
        case runs(starts: [Int], end: Int)
        /// A part of a fragment for each frame: its number, and bytes in it.
        case parts([(fragment: Int, bytes: Range<Int>)])

        static func == (left: Self, right: Self) -> Bool {
            switch (left, right) {
            case (.each(let left), .each(let right)): left == right
            case (.runs(let left, let end), .runs(let right, let other)): left == right && end == other
            case (.parts(let left), .parts(let right)): left.elementsEqual(right) { $0 == $1 }
            default: false
            }
        }
    }

    var division: Division
    var findings: [PixelFinding] = []

    /// Frames that were found.
    var count: Int {
        switch division {
        case .each(let count): count
        case .runs(let starts, _): starts.count
        case .parts(let parts): parts.count
        }
    }

    /// - Throws: ``ImagingError`` with `missingPixels` where nothing tells which fragments are whose.
    init(
        _ fragments: Fragments, dataSet: DataSet, image: ImagePixelDescription, _ compression: PixelCodec.Compression
    ) throws(ImagingError) {
        var search = Search(fragments: fragments, image: image, compression: compression)
        guard !search.filled.isEmpty else {
            throw ImagingError(
                code: .missingPixels, problem: "Encapsulated Pixel Data holds no fragments.",
                remedy: "The object is damaged; fetch it again.")
        }
        guard let division = search.division(dataSet) else {
            throw ImagingError(
                code: .missingPixels,
                problem: "\(search.filled.count) fragments cannot be divided among \(image.numberOfFrames) frames.",
                remedy: "The object needs an offset table; write it anew at its source.")
        }
        self.division = division
        findings = search.findings
        noteCount(image.numberOfFrames)
    }

    private mutating func noteCount(_ declared: Int) {
        guard count != declared else { return }
        findings.append(
            PixelFinding(
                .wrongOffsetTable, problem: "The object declares \(declared) \(declared == 1 ? "frame" : "frames") and holds \(count).",
                action: count < declared ? "Those that it holds can be read." : "Frames beyond those declared are read by .forensic alone.",
                effect: .changed))
    }
}

/// The search for the beginnings of frames, from the surest evidence to the weakest.
private struct Search {
    let fragments: Fragments
    let image: ImagePixelDescription
    let compression: PixelCodec.Compression
    /// Fragments with bytes in them; the Basic Offset Table is fragment 0 and never among them.
    let filled: [Int]
    var findings: [PixelFinding] = []

    init(fragments: Fragments, image: ImagePixelDescription, compression: PixelCodec.Compression) {
        self.fragments = fragments
        self.image = image
        self.compression = compression
        filled = fragments.isEmpty ? [] : (1..<fragments.count).filter { !fragments[$0].isEmpty }
    }

    private var declared: Int { image.numberOfFrames }
    private var all: Range<Int> { 1..<fragments.count }

    mutating func division(_ dataSet: DataSet) -> FrameDivision.Division? {
        let basic = basicTable()
        if let extended = extendedTable(dataSet), let match = match(extended) {
            if match.starts.count == declared {
                note(match, in: dataSet[.extendedOffsetTable]?.valueRange, "Extended Offset Table")
                checkLengths(dataSet, match.starts)
                if basic != nil {
                    note(
                        fragments[0], "The Basic Offset Table is not empty beside an Extended one (PS3.3 C.7.6.3.1.8).", "It was not used.")
                }
                return runs(match.starts)
            }
        } else if let element = dataSet[.extendedOffsetTable], !element.isEmpty {
            note(element.valueRange, "The Extended Offset Table is not that of these fragments.", "It was not used.")
        }
        let matched = basic.flatMap { match($0) }
        if let matched, matched.starts.count == declared {
            note(matched, in: fragments[0], "Basic Offset Table")
            return runs(matched.starts)
        }
        // Before frames are sought by other means: the table was no help.
        if !fragments[0].isEmpty, matched == nil || filled.count == declared {
            note(
                fragments[0], "The Basic Offset Table is not that of these fragments and \(declared) frames.",
                "Frames were found by what they begin with.")
        }
        if all.count == declared { return .each(count: declared) }
        if filled.count != all.count {
            note(emptyFragment, "\(all.count - filled.count) fragments are empty.", "They were passed over.")
            if filled.count == declared { return runs(filled) }
        }
        if let matched, matched.starts.count > 1 { return runs(matched.starts) }
        return unmarked()
    }

    /// Without an offset table that helps.
    private mutating func unmarked() -> FrameDivision.Division? {
        if declared == 1, filled.count == 1 { return runs(filled) }
        let starts = beginnings()
        if let starts, starts.first == filled.first, starts.count == declared { return runs(starts) }
        if filled.count < declared {
            // PS3.5 8.2.1 to 8.2.4, A.4.2: no fragment holds parts of two frames. Some writers did not know.
            if let parts = parts(), parts.count > filled.count {
                note(fragments[filled[0]], "Several frames share a fragment.", "They were found by the ends of their codestreams.")
                return .parts(parts)
            }
            return starts.map { runs($0.first == filled.first ? $0 : filled) } ?? runs(filled)
        }
        // All fragments of an object with one frame are that frame's, unless codestreams begin in several.
        if declared == 1 { return runs(starts.map { $0.first == filled.first ? $0 : [filled[0]] } ?? [filled[0]]) }
        guard let starts, starts.first == filled.first else { return nil }
        return runs(starts)
    }

    private func runs(_ starts: [Int]) -> FrameDivision.Division {
        starts.count == all.count ? .each(count: starts.count) : .runs(starts: starts, end: fragments.count)
    }

    private var emptyFragment: Range<Int>? { all.first { fragments[$0].isEmpty }.map { fragments[$0] } }
}

// MARK: - Offset tables

extension Search {
    /// Extended Offset Table (7FE0,0001), PS3.3 C.7.6.3.1.8.
    private func extendedTable(_ dataSet: DataSet) -> OffsetTable? {
        guard let entries = try? dataSet.integers(.extendedOffsetTable), !entries.isEmpty, entries.allSatisfy({ $0 >= 0 }) else {
            return nil
        }
        return OffsetTable(entries: entries, isBasic: false)
    }

    /// The Basic Offset Table (PS3.5 A.4); nil where it is empty.
    private func basicTable() -> OffsetTable? {
        fragments.withBytes(of: 0) { table in
            guard table.count >= 4, table.count % 4 == 0, table.count / 4 <= all.count + 1 else { return nil }
            let entries = (0..<table.count / 4).map { entry in (0..<4).reduce(0) { $0 | Int(table[4 * entry + $1]) << (8 * $1) } }
            return OffsetTable(entries: entries, isBasic: true)
        }
    }

    private func match(_ table: OffsetTable) -> OffsetTable.Match? {
        let base = fragments[1].lowerBound
        return table.match(all, end: fragments[fragments.count - 1].upperBound - base + 8) { fragments[$0].lowerBound - base }
    }

    private mutating func note(_ match: OffsetTable.Match, in range: Range<Int>?, _ table: String) {
        for departure in match.departures {
            switch departure {
            case .shifted(let bytes):
                note(range, "The offsets of the \(table) are \(bytes) bytes too large.", "They were taken as they were meant.")
            case .wrapped:
                note(range, "Offsets beyond 4 GiB stand in the \(table), which cannot hold them.", "The lost bits were added again.")
            case .endEntry: note(range, "The \(table) has an entry for the end.", "It was not used.")
            }
        }
    }

    /// Extended Offset Table Lengths (7FE0,0002): of each frame, with or without the byte that makes it even.
    private mutating func checkLengths(_ dataSet: DataSet, _ starts: [Int]) {
        guard let element = dataSet[.extendedOffsetTableLengths] else {
            return note(dataSet[.extendedOffsetTable]?.valueRange, "The Extended Offset Table has no lengths.", "They are not needed.")
        }
        let lengths = (try? element.integers()) ?? []
        let isRight = lengths.count == starts.count && zip(lengths, starts).allSatisfy { (0...1).contains(fragments[$1].count - $0) }
        // Only a frame in several fragments has more bytes than its first one, and those objects have no such table.
        if !isRight { note(element.valueRange, "The Extended Offset Table Lengths are not those of the fragments.", "They were not used.") }
    }

    private mutating func note(_ range: Range<Int>?, _ problem: String, _ action: String) {
        findings.append(PixelFinding(.wrongOffsetTable, range: range, problem: problem, action: action))
    }
}

// MARK: - Marks of codestreams

extension Search {
    /// The fragments in which codestreams begin; nil where they have no mark.
    private func beginnings() -> [Int]? {
        switch compression {
        case .codestream(.jpegXL):
            return fragments.numbers { bytes in CodestreamFormat(of: bytes) == .jpegXL }
        case .codestream:
            return fragments.numbers { bytes in
                CodestreamBoundaries.beginsCodestream(bytes) || CodestreamFormat(of: bytes) == .jpeg2000
            }
        case .rleLossless: return fragments.numbers(where: beginsRLE)
        // PS3.5 A.4.11 and A.4.13 allow these one fragment a frame.
        case .deflated, .uncompressed: return nil
        }
    }

    /// A header of 64 bytes: the number of segments, the place of each from 64 upwards, zeros (PS3.5 G.3, G.5).
    private func beginsRLE(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 64 else { return false }
        func number(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[4 * place + $1]) << (8 * $1) } }
        let segments = image.bitsAllocated == 1 ? 1 : image.samplesPerPixel * ((image.bitsAllocated + 7) / 8)
        guard number(0) == segments, segments <= 15, number(1) == 64 else { return false }
        let places = (1..<16).map(number)
        return zip(places[..<segments], places[1..<max(segments, 1)]).allSatisfy { $0 < $1 } && places[segments...].allSatisfy { $0 == 0 }
    }

    /// Several codestreams in a fragment, by where they end. Looks at every byte.
    private func parts() -> [(fragment: Int, bytes: Range<Int>)]? {
        switch compression {
        case .codestream(.jpegXL), .rleLossless, .deflated, .uncompressed: return nil
        case .codestream:
            return filled.flatMap { fragment in
                fragments.withBytes(of: fragment) { bytes in
                    CodestreamBoundaries.ranges(in: bytes).map { (fragment: fragment, bytes: $0) }
                }
            }
        }
    }
}
