public import DICOMData

/// A bitmap of one bit a pixel to be laid over an image (PS3.3 C.9.2): a group of 6000 to 601E.
public struct OverlayPlane: Sendable {
    /// What the bits mean: Overlay Type (60xx,0040).
    public struct Kind: RawRepresentable, Sendable, Hashable {
        public var rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Marks to look at.
        public static let graphics = Kind(rawValue: "G")
        /// A region of interest.
        public static let regionOfInterest = Kind(rawValue: "R")
    }

    /// Where the bits lie.
    public enum Storage: Sendable, Hashable {
        /// Overlay Data (60xx,3000).
        case overlayData
        /// A bit of each cell of Pixel Data that is no bit of its value, counted from 0. Retired, and still stored.
        case pixelData(bit: Int)
    }

    /// Even, 6000 to 601E.
    public let group: UInt16
    /// Overlay Rows (60xx,0010).
    public let rows: Int
    /// Overlay Columns (60xx,0011).
    public let columns: Int
    /// Overlay Origin (60xx,0050): the image's row on which the first row of the overlay lies, from 1; less where the overlay begins outside.
    public let originRow: Int
    /// Overlay Origin: the column.
    public let originColumn: Int
    /// Overlay Type (60xx,0040); graphics where it is absent.
    public let kind: Kind
    /// Number of Frames in Overlay (60xx,0015); nil where one bitmap lies over every frame of the image.
    public let numberOfFrames: Int?
    /// Image Frame Origin (60xx,0051): the frame of the image that the first of the overlay lies over, from 1.
    public let imageFrameOrigin: Int
    public let storage: Storage

    private let dataSet: DataSet

    /// The groups of a data set that hold an overlay, in ascending order. One whose attributes are all empty, as some writers leave it, holds none.
    public static func groups(in dataSet: DataSet) -> [UInt16] {
        stride(from: UInt16(0x6000), through: 0x601E, by: 2).filter { group in
            [Element.rows, .columns, .data].contains { dataSet[$0.tag(in: group)]?.isEmpty == false }
        }
    }

    /// Reads and checks the attributes of an overlay.
    ///
    /// - Parameters:
    ///   - dataSet: of the image.
    ///   - group: one of ``groups(in:)``.
    /// - Throws: ``ObjectError``: `missingAttribute`, `invalidAttribute`, `unexpectedValueRepresentation`, or `invalidOverlay` where the bits
    ///   are not there or are those of pixel values.
    public init(_ dataSet: DataSet, group: UInt16) throws(ObjectError) {
        func tag(_ element: Element) -> DataElement.Tag { element.tag(in: group) }
        rows = try dataSet.required(tag(.rows), in: 1...0xFFFF)
        columns = try dataSet.required(tag(.columns), in: 1...0xFFFF)
        let origin = try dataSet.wholeNumbers(tag(.origin))
        guard origin.isEmpty || origin.count == 2 && origin.allSatisfy((Int(Int16.min)...Int(Int16.max)).contains) else {
            throw .invalid(tag(.origin), "It is not a row and a column of 16 bits.", code: .invalidOverlay)
        }
        originRow = origin.first ?? 1
        originColumn = origin.last ?? 1
        kind = Kind(rawValue: try dataSet.text(tag(.type)) ?? "G")
        let declaresFrames = dataSet[tag(.numberOfFrames)]?.isEmpty == false
        let frames = try dataSet.optional(tag(.numberOfFrames), as: .is, in: 1...Int(Int32.max), default: 1)
        numberOfFrames = declaresFrames ? frames : nil
        imageFrameOrigin = try dataSet.optional(tag(.imageFrameOrigin), in: 1...0xFFFF, default: 1)
        self.group = group
        self.dataSet = dataSet
        storage = try Self.storage(dataSet, group, bits: rows * columns, frames: frames)
    }

    /// Overlay Description (60xx,0022).
    public var overlayDescription: String? { get throws(ObjectError) { try dataSet.text(Element.description.tag(in: group)) } }

    /// Overlay Label (60xx,1500).
    public var label: String? { get throws(ObjectError) { try dataSet.text(Element.label.tag(in: group)) } }

    /// Overlay Subtype (60xx,0045), as `USER` or `AUTOMATED`.
    public var subtype: String? { get throws(ObjectError) { try dataSet.text(Element.subtype.tag(in: group)) } }

    /// The frame of the overlay that lies over a frame of the image; nil where none does. Both count from 0.
    public func frame(overImageFrame number: Int) -> Int? {
        guard let numberOfFrames else { return 0 }
        let frame = number - (imageFrameOrigin - 1)
        return (0..<numberOfFrames).contains(frame) ? frame : nil
    }

    private static func storage(_ dataSet: DataSet, _ group: UInt16, bits: Int, frames: Int) throws(ObjectError) -> Storage {
        let data = Element.data.tag(in: group)
        if let element = dataSet[data], !element.isEmpty {
            // Some writers cut the last byte that is not full.
            let (needed, overflow) = bits.multipliedReportingOverflow(by: frames)
            guard !overflow, needed / 8 <= element.length else {
                throw .invalid(
                    data, "It has \(element.length) bytes, too few for \(frames) frames of \(bits) bits.", code: .invalidOverlay)
            }
            return .overlayData
        }
        // Without data of its own an overlay lies in the pixel cells (retired, PS3.5-2003 8.1.2).
        let position = Element.bitPosition.tag(in: group)
        let image = try ImagePixelDescription(dataSet)
        let width = try dataSet.optional(Element.bitsAllocated.tag(in: group), in: 1...64, default: 1)
        let bit = try dataSet.optional(position, in: 0...63, default: 0)
        let value = image.highBit - image.bitsStored + 1...image.highBit
        guard width == image.bitsAllocated, bit < width, !value.contains(bit), image.content == .integers else {
            throw .invalid(
                position, "There is no Overlay Data, and the bit is not one of a pixel cell beside its value.", code: .invalidOverlay)
        }
        return .pixelData(bit: bit)
    }
}

extension OverlayPlane {
    /// The bits of a frame, each in a byte of its own: 0 or 1, row by row.
    ///
    /// - Parameter number: counted from 0.
    /// - Throws: ``ObjectError``: `noSuchFrame`, or `invalidOverlay` where the bits are in Pixel Data.
    public func bits(ofFrame number: Int = 0) throws(ObjectError) -> [UInt8] {
        let data = Element.data.tag(in: group)
        guard (0..<(numberOfFrames ?? 1)).contains(number) else {
            throw ObjectError(
                code: .noSuchFrame, tag: Element.numberOfFrames.tag(in: group), problem: "The overlay has no frame \(number + 1).",
                remedy: "Ask for a frame that exists; the number counts from 1 here.")
        }
        guard storage == .overlayData, let element = dataSet[data] else {
            throw ObjectError(
                code: .invalidOverlay, tag: data, problem: "The overlay lies in unused bits of Pixel Data.",
                remedy: "Take them from the cells as they are stored, by the bit that `storage` names.")
        }
        // Checked to fit when the overlay was read.
        let first = rows * columns * number
        var bits = [UInt8](repeating: 0, count: rows * columns)
        // The first pixel is the lowest bit, of a word or of a byte (PS3.5 8.1.2): only words depend on the order of bytes.
        if element.valueRepresentation == .ow {
            let words = try LookupTable.words(element, data)
            for index in bits.indices where (first + index) / 16 < words.count {
                bits[index] = UInt8(words[(first + index) / 16] >> UInt16((first + index) % 16) & 1)
            }
        } else {
            element.withBytes { bytes in
                for index in bits.indices where (first + index) / 8 < bytes.count {
                    bits[index] = bytes[(first + index) / 8] >> UInt8((first + index) % 8) & 1
                }
            }
        }
        return bits
    }
}

extension OverlayPlane {
    /// Element numbers of a repeating group (PS3.5 7.6).
    private enum Element: UInt16 {
        case rows = 0x0010
        case columns = 0x0011
        case numberOfFrames = 0x0015
        case description = 0x0022
        case type = 0x0040
        case subtype = 0x0045
        case origin = 0x0050
        case imageFrameOrigin = 0x0051
        case bitsAllocated = 0x0100
        case bitPosition = 0x0102
        case label = 0x1500
        case data = 0x3000

        func tag(in group: UInt16) -> DataElement.Tag { DataElement.Tag(group: group, element: rawValue) }
    }
}
