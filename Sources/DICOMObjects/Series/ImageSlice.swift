public import DICOMData

/// An image, or a frame of one, as far as sorting into volumes asks for it. Read from a data set, or filled from an archive's index.
public struct ImageSlice: Sendable, Hashable {
    /// SOP Instance UID (0008,0018).
    public var sopInstanceUID: UniqueIdentifier
    /// The frame of the object, counted from 0.
    public var frame: Int
    /// Series Instance UID (0020,000E).
    public var seriesInstanceUID: UniqueIdentifier?
    /// Frame of Reference UID (0020,0052).
    public var frameOfReferenceUID: UniqueIdentifier?
    /// Instance Number (0020,0013).
    public var instanceNumber: Int?
    /// Rows (0028,0010).
    public var rows: Int
    /// Columns (0028,0011).
    public var columns: Int
    /// Where the slice lies; nil where the object does not say, or says what cannot be.
    public var plane: ImagePlane?
    /// Why there is no plane although the object has attributes of one.
    public var planeProblem: ObjectError?
    /// Image Type (0008,0008) or Frame Type (0008,9007) names it a localizer.
    public var isLocalizer = false
    /// Stack ID (0020,9056).
    public var stackID: String?
    /// What may tell slices at the same position apart.
    public var traits: [Trait: Trait.Value] = [:]

    public init(
        sopInstanceUID: UniqueIdentifier, frame: Int = 0, seriesInstanceUID: UniqueIdentifier? = nil,
        frameOfReferenceUID: UniqueIdentifier? = nil, instanceNumber: Int? = nil, rows: Int, columns: Int, plane: ImagePlane?
    ) {
        self.sopInstanceUID = sopInstanceUID
        self.frame = frame
        self.seriesInstanceUID = seriesInstanceUID
        self.frameOfReferenceUID = frameOfReferenceUID
        self.instanceNumber = instanceNumber
        self.rows = rows
        self.columns = columns
        self.plane = plane
    }
}

extension ImageSlice {
    /// An attribute by which slices at the same position differ.
    public struct Trait: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// Temporal Position Index (0020,9128) or Temporal Position Identifier (0020,0100).
        public static let temporalPosition = Trait("temporal position")
        /// Effective Echo Time (0018,9082), Echo Time (0018,0081) or Echo Numbers (0018,0086).
        public static let echo = Trait("echo")
        /// Diffusion b-value (0018,9087).
        public static let bValue = Trait("b-value")
        /// Diffusion Gradient Orientation (0018,9089).
        public static let gradientDirection = Trait("gradient direction")
        /// Nominal Cardiac Trigger Delay Time (0020,9153) or Trigger Time (0018,1060).
        public static let triggerTime = Trait("trigger time")
        /// Referenced Segment Number (0062,000B).
        public static let segment = Trait("segment")
        /// Complex Image Component (0008,9208), or Image Type (0008,0008) and Frame Type (0008,9007) from the third value on.
        public static let imageType = Trait("image type")
        /// Dimension Index Values (0020,9157) of the dimensions that are neither stack nor position.
        public static let dimensions = Trait("dimension index")
        /// Acquisition Number (0020,0012).
        public static let acquisition = Trait("acquisition number")
        /// Instance Number (0020,0013) and frame: the order in which slices at the same position come.
        public static let instanceOrder = Trait("order of instances")

        /// The order in which they are tried: what a trait names precisely comes before what only happens to differ.
        static let inOrder: [Trait] = [
            .temporalPosition, .echo, .bValue, .gradientDirection, .triggerTime, .segment, .imageType, .dimensions, .acquisition,
        ]
    }
}

extension ImageSlice.Trait {
    public enum Value: Sendable, Hashable, Comparable, CustomStringConvertible {
        case number(Double)
        case text(String)

        public var description: String {
            switch self {
            case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
            case .text(let text): text
            }
        }
    }
}
