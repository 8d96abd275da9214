public import DICOMData

/// A departure from the standard that concerns pixels: what it is, where, and what became of it. Holds no sample values.
///
/// The kinds have names as those of `Repair` have: a `Quirk` that stays the same from version to version.
public struct PixelFinding: Sendable, Hashable {
    /// What the departure did to the picture.
    public enum Effect: Sendable, Hashable {
        /// Nothing: it is the picture that was meant.
        case none
        /// The object contradicts itself, and one side was believed; or a part of the picture is not there.
        case changed
        /// What was meant cannot be known: the picture is what the object says, and may be wrong. From 0, hardly, to 1, surely wrong.
        case doubtful(confidence: Double)
    }

    /// The kind of departure.
    public var quirk: Quirk
    /// Counted from 0; nil where it concerns all frames.
    public var frame: Int?
    /// The bytes of the file that are concerned; nil where no bytes are to blame.
    public var range: Range<Int>?
    /// What is wrong, in words.
    public var problem: String
    /// What was made of it, in words.
    public var action: String
    public var effect: Effect

    public init(
        _ quirk: Quirk, frame: Int? = nil, range: Range<Int>? = nil, problem: String, action: String, effect: Effect = .none
    ) {
        self.quirk = quirk
        self.frame = frame
        self.range = range
        self.problem = problem
        self.action = action
        self.effect = effect
    }

    /// Whether nothing shows that there is a departure.
    var isDoubt: Bool {
        if case .doubtful = effect { true } else { false }
    }

    /// What strict reading says instead of going on.
    var refusal: ImagingError {
        ImagingError(
            code: .departure, frame: frame, problem: "\(problem) (\(quirk))",
            remedy: "Correct the object at its source, or read its pixels with .lenient.")
    }
}

extension PixelFinding: CustomStringConvertible {
    /// Frames are numbered from 1 in text, as in DICOMweb.
    public var description: String {
        let place = frame.map { "Frame \($0 + 1): " } ?? ""
        let bytes = range.map { $0.isEmpty ? " (byte \($0.lowerBound))" : " (bytes \($0.lowerBound) to \($0.upperBound - 1))" } ?? ""
        return "\(quirk): \(place)\(problem)\(bytes) \(action)"
    }
}
