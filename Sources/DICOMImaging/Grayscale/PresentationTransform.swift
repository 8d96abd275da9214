/// From what a VOI transform gives to P-values (PS3.3 C.11.4, C.11.6): the last step before the display.
public enum PresentationTransform: Sendable, Hashable {
    /// Presentation LUT Shape (2050,0020) IDENTITY: the lowest value is black.
    case identity
    /// Presentation LUT Shape INVERSE, or MONOCHROME1: the lowest value is white.
    case inverse
    /// Presentation LUT Sequence (2050,0010), or LIN OD made a table by ``PresentationLUT/linearOpticalDensity(_:)``.
    case lut(PresentationLUT)
}

/// A presentation lookup table (PS3.3 C.11.6.1): what the VOI transform gives, spread evenly over the table, to P-values. The table of a calibrated
/// display, from P-values to its driving levels, is of the same kind.
public struct PresentationLUT: Sendable, Hashable {
    /// LUT Data (0028,3006): 1 to 65,536 entries, the first for the lowest value. Larger ones than `bitsPerEntry` allows count as the largest.
    public let entries: [UInt16]
    /// Third value of LUT Descriptor (0028,3002): 1 … 16. The largest value of so many bits is white.
    public let bitsPerEntry: Int

    /// - Throws: `invalidLUT` for no or too many entries, and for `bitsPerEntry` outside 1 … 16.
    public init(entries: [UInt16], bitsPerEntry: Int) throws(ImagingError) {
        guard (1...65_536).contains(entries.count), (1...16).contains(bitsPerEntry) else {
            throw ImagingError(
                code: .invalidLUT, problem: "A presentation LUT of \(entries.count) entries of \(bitsPerEntry) bits maps no values.",
                remedy: "Check LUT Descriptor (0028,3002) and LUT Data (0028,3006), or render without the LUT.")
        }
        self.entries = entries
        self.bitsPerEntry = bitsPerEntry
    }

    var largest: Int { 1 << bitsPerEntry - 1 }
}

/// From the places of a VOI transform, 0 … `top`, to display values, 0 … 2^bits - 1: presentation, then the table of a calibrated display. Where
/// one scale meets another, a value is brought over in proportion, rounded to nearest, halves up.
struct DisplayComposition {
    /// The highest place: white of an identity.
    let top: Int
    /// Display values of the places; nil where they are the places, or the places from the top.
    let outputs: [UInt16]?
    let inverts: Bool

    init(_ presentation: PresentationTransform, display: PresentationLUT?, bitsPerSample: Int) {
        let white = 1 << bitsPerSample - 1
        var tables: [PresentationLUT] = []
        if case .lut(let table) = presentation { tables.append(table) }
        if let display { tables.append(display) }
        inverts = presentation == .inverse
        guard let first = tables.first else {
            top = white
            outputs = nil
            return
        }
        let highest = first.entries.count - 1
        top = highest
        var values = (0...highest).map { min(Int(first.entries[presentation == .inverse ? highest - $0 : $0]), first.largest) }
        var scale = first.largest
        for table in tables.dropFirst() {
            values = values.map { min(Int(table.entries[Self.proportion($0, of: scale, to: table.entries.count - 1)]), table.largest) }
            scale = table.largest
        }
        outputs = values.map { UInt16(Self.proportion($0, of: scale, to: white)) }
    }

    /// The display value of a place.
    func output(_ place: Int) -> UInt16 { outputs?[place] ?? UInt16(inverts ? top - place : place) }

    /// The display value of an entry of a VOI LUT.
    func output(_ entry: Int, of largest: Int) -> UInt16 { output(Self.proportion(min(entry, largest), of: largest, to: top)) }

    private static func proportion(_ value: Int, of largest: Int, to top: Int) -> Int { (2 * top * value + largest) / (2 * largest) }
}
