public import DICOMData

/// Slices that belong together, in order: what a series was sorted into, and why.
public struct ImageVolume: Sendable {
    /// What the slices are together.
    public struct Kind: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        private init(_ description: String) { self.description = description }

        /// Parallel slices at two positions or more.
        public static let volume = Kind("volume")
        /// One slice.
        public static let singleImage = Kind("single image")
        /// Slices at one position: a cine loop, echoes, phases.
        public static let onePosition = Kind("one position")
        /// Localizers, left as they are.
        public static let localizers = Kind("localizers")
        /// Images without a place in the patient.
        public static let unplaced = Kind("unplaced")
    }

    /// One of several volumes at the same positions, told apart by a trait: a time point, an echo, a phase.
    public struct Repetition: Sendable, Hashable {
        public var trait: ImageSlice.Trait
        /// The value of the trait, as text.
        public var value: String
        /// Counted from 0, in ascending order of the trait.
        public var number: Int
        /// How many there are.
        public var count: Int
    }

    public var kind: Kind
    /// Along the normal, by distance ascending; those of one position in their order of time; others by instance number.
    public var slices: [ImageSlice]
    /// Slices at positions that ``slices`` has already, and repeated instances.
    public var duplicates: [ImageSlice] = []
    /// Empty where the positions come once; several where, say, each time point has several echoes.
    public var repetitions: [Repetition] = []
    /// From a slice to the next along the normal, in millimetres, from positions: the mean where they are even, else the median. Nil where
    /// there are no two positions.
    public var spacing: Double?
    /// Whether every distance from a slice to the next is ``spacing``, within the tolerance.
    public var isEvenlySpaced = false
    /// From the first slice's position to the last one's, over the number of steps: along the normal, or askew where the gantry was tilted.
    public var step: SIMD3<Double>?
    /// The angle between ``step`` and the normal, in degrees; nil where it is none.
    public var gantryTilt: Double?
    /// Why the slices are together, apart from others, and what was noticed.
    public var findings: [Finding] = []

    init(kind: Kind, slices: [ImageSlice]) {
        self.kind = kind
        self.slices = slices
    }

    /// Whether the slices fill a box evenly, so that any plane can be cut through them without gaps or shear.
    public var isRegular: Bool {
        kind == .volume && isEvenlySpaced && gantryTilt == nil && !findings.contains { $0.code == .wanderingOrigin }
    }

    public var seriesInstanceUID: UniqueIdentifier? { slices.first?.seriesInstanceUID }

    public var frameOfReferenceUID: UniqueIdentifier? { slices.first?.frameOfReferenceUID }

    /// Sorts slices into volumes: by series, frame of reference, matrix, stack, orientation and pixel spacing, then along the normal. Slices at
    /// the same position become repetitions where they repeat regularly, else duplicates.
    ///
    /// The result depends on the slices, not on their order.
    ///
    /// - Complexity: O(n log n).
    public static func volumes(from slices: [ImageSlice], tolerances: Tolerances = .standard) -> [ImageVolume] {
        SliceSorting(slices, tolerances).volumes()
    }
}

extension ImageVolume {
    /// How far numbers may differ that are meant to be the same.
    public struct Tolerances: Sendable, Hashable {
        /// Of each direction cosine. 0.001 is 0.06 degrees, or 0.3 mm at the far end of 300 mm.
        public var orientation = 0.001
        /// Of pixel spacing, as a part of it. 0.001 is half a pixel over 512.
        public var pixelSpacing = 0.001
        /// Of positions that count as the same, in millimetres.
        public var position = 0.01
        /// How far a slice may be from where even spacing would have it, in millimetres, and never more than a tenth of the spacing: positions are
        /// often rounded to 0.1 mm.
        public var spacing = 0.1
        /// Of the angle between the normal and the way from slice to slice, in degrees.
        public var tilt = 0.1

        public init() {}

        public static let standard = Tolerances()
    }
}

extension ImageVolume {
    /// A reason for a decision, or something noticed on the way.
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        /// A kind of finding. Compare with the static members; new kinds may be added.
        public struct Code: Sendable, Hashable, CustomStringConvertible {
            public let description: String
            private init(_ description: String) { self.description = description }

            /// The series has slices in another frame of reference.
            public static let separateFrameOfReference = Code("separateFrameOfReference")
            /// The series has slices with other rows or columns.
            public static let separateMatrix = Code("separateMatrix")
            /// The series has slices of another stack.
            public static let separateStack = Code("separateStack")
            /// The series has slices in another orientation.
            public static let separateOrientation = Code("separateOrientation")
            /// The series has slices with another pixel spacing.
            public static let separatePixelSpacing = Code("separatePixelSpacing")
            /// The series has parallel slices beside these, at the same distances.
            public static let separateOrigin = Code("separateOrigin")
            /// The series has these positions more than once, told apart by a trait.
            public static let repetition = Code("repetition")
            /// Image Type names the images localizers.
            public static let localizers = Code("localizers")
            /// The images have no position or no orientation.
            public static let noPlane = Code("noPlane")
            /// The attributes of a plane are there and cannot be.
            public static let invalidPlane = Code("invalidPlane")
            /// All slices are at one position.
            public static let onePosition = Code("onePosition")
            /// The same instance and frame came more than once.
            public static let repeatedInstance = Code("repeatedInstance")
            /// Slices at the same position that nothing tells apart.
            public static let duplicatePosition = Code("duplicatePosition")
            /// The slices are as far apart everywhere.
            public static let evenSpacing = Code("evenSpacing")
            /// Slices seem to be missing: a distance is a multiple of the others.
            public static let gap = Code("gap")
            /// Distances differ, and not by whole slices.
            public static let unevenSpacing = Code("unevenSpacing")
            /// Slices are closer or further apart than they are thick.
            public static let thicknessDiffers = Code("thicknessDiffers")
            /// The way from slice to slice is not the normal.
            public static let gantryTilt = Code("gantryTilt")
            /// The first pixels of the slices are not on one line.
            public static let wanderingOrigin = Code("wanderingOrigin")
        }

        public var code: Code
        /// The slice after which it holds, as an index of ``ImageVolume/slices``; nil where it holds for all.
        public var slice: Int?
        public var description: String

        init(_ code: Code, slice: Int? = nil, _ description: String) {
            self.code = code
            self.slice = slice
            self.description = description
        }
    }
}
