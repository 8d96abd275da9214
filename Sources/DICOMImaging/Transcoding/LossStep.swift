internal import DICOMData

/// A lossy compression as the attributes of an image tell of it (PS3.3 C.7.6.1.1.5).
struct LossStep: Sendable {
    /// Lossy Image Compression Ratio (0028,2112) of what was before; the ratio of this step is known when the last frame is encoded.
    let earlierRatios: [String]

    /// Bytes that a ratio is given, so that it can be put in where its place was left: a number of ten digits.
    static let ratioLength = 12

    /// Marks a data set as one whose pixels lose something: history, derivation, and what is no longer true.
    ///
    /// - Parameter near: by which no sample differs by more; nil where nothing is known.
    init(_ target: TransferSyntax, _ loss: CodingLoss?, near: Int?, in dataSet: inout DataSet) throws {
        earlierRatios = try dataSet.strings(.lossyImageCompressionRatio) ?? []
        dataSet.remove(.lossyImageCompressionRatio)
        let methods = try dataSet.strings(.lossyImageCompressionMethod) ?? []
        try dataSet.set(.lossyImageCompression, to: "01")
        try dataSet.set(.lossyImageCompressionMethod, to: .texts(methods + [Self.method(of: target)]))
        try dataSet.derive(Self.description(of: target, loss, near: near))
        // Of the image and of its planes: they are those of other values now. All are optional.
        for tag in [DataElement.Tag.smallestImagePixelValue, .largestImagePixelValue] { dataSet.remove(tag) }
    }

    /// The Defined Term of C.7.6.1.1.5.2.
    private static func method(of target: TransferSyntax) -> String {
        switch CodingLoss.Family(target) {
        case .jpegLS: "ISO_14495_1"
        case .jpeg2000: "ISO_15444_1"
        case .jpegXL: "ISO_18181_1"
        case .jpeg, nil: "ISO_10918_1"
        }
    }

    private static func description(of target: TransferSyntax, _ loss: CodingLoss?, near: Int?) -> String {
        let degree =
            switch (loss, CodingLoss.Family(target)) {
            case (.quality(let quality), _): "quality \(quality)"
            case (.ratio(let ratio), _): "ratio \(decimal(ratio))"
            case (.distance(let distance), _): "distance \(decimal(Double(distance)))"
            case (_, .jpegLS): "NEAR \(near ?? 0)"
            case (_, .jpeg2000): "ratio 10"
            case (_, .jpegXL): "distance 1"
            case (_, .jpeg), (_, nil): "quality 90"
            }
        return "Lossy compression: \(target), \(degree)"
    }

    /// A ratio as a DS.
    static func ratio(_ before: Int, to after: Int) -> String { decimal(Double(before) / Double(max(after, 1))) }

    /// Lossy Image Compression Ratio with this step's ratio behind the earlier ones.
    func ratios(_ before: Int, to after: Int) -> [UInt8] {
        let ratio = Self.ratio(before, to: after)
        let text = (earlierRatios + [ratio]).joined(separator: "\\")
        return Array(text.utf8) + [UInt8](repeating: UInt8(ascii: " "), count: max(0, ratiosLength - text.utf8.count))
    }

    /// Bytes that ``ratios(_:to:)`` has.
    var ratiosLength: Int {
        let earlier = earlierRatios.reduce(0) { $0 + $1.utf8.count + 1 }
        return earlier + Self.ratioLength + earlier % 2
    }

    /// Two decimals, in at most 12 characters.
    private static func decimal(_ number: Double) -> String {
        let hundredths = Int((min(max(number, 0), 99_999_999) * 100).rounded())
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        if rest == 0 { return "\(whole)" }
        return "\(whole)." + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
    }
}

extension DataSet {
    /// Makes the image a derived one (PS3.3 C.7.6.1.1.2, C.12.4.1.1), the frames of an enhanced one too (C.8.16.1).
    fileprivate mutating func derive(_ description: String) throws(DataSetError) {
        let type = try strings(.imageType) ?? ["DERIVED", "PRIMARY"]
        if type.first != "DERIVED" || self[.imageType] == nil {
            try set(.imageType, to: .texts(["DERIVED"] + type.dropFirst()))
        }
        let before = try string(.derivationDescription).map { $0 + "; " } ?? ""
        // ST has 1,024 characters; what was done before is cut and not what is done now.
        try set(.derivationDescription, to: .texts([String(before.prefix(1024 - description.count)) + description]))
        let code = try DataSet(code: "113040", "DCM", "Lossy Compression")
        editItems(of: .derivationCodeSequence) { $0.append(code) }
        for sequence in [DataElement.Tag.sharedFunctionalGroupsSequence, .perFrameFunctionalGroupsSequence]
        where items(sequence).contains(where: \.hasFrameType) {
            try editItems(of: sequence) { (groups) throws(DataSetError) in
                for index in groups.indices where groups[index].hasFrameType { try groups[index].deriveFrameTypes() }
            }
        }
    }

    /// Whether a functional group of this item has a Frame Type (0008,9007).
    private var hasFrameType: Bool { contains { $0.items.contains { $0.contains(.frameType) } } }

    private mutating func deriveFrameTypes() throws(DataSetError) {
        for group in self where group.items.contains(where: { $0.contains(.frameType) }) {
            try editItems(of: group.tag) { (items) throws(DataSetError) in
                for index in items.indices {
                    guard let type = try items[index].strings(.frameType), type.first != "DERIVED" else { continue }
                    try items[index].set(.frameType, to: .texts(["DERIVED"] + type.dropFirst()))
                }
            }
        }
    }
}
