internal import DICOMData

/// What the coordinates of an annotation count (PS3.3 C.10.5.1).
public struct AnnotationUnits: RawRepresentable, Sendable, Hashable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Pixels of the image before any spatial transformation: 0\0 is the top left corner of the first pixel, columns\rows the bottom right
    /// corner of the last.
    public static let pixel = AnnotationUnits(rawValue: "PIXEL")
    /// Fractions of the displayed area as it is shown: 0\0 is its top left corner, 1\1 its bottom right one.
    public static let display = AnnotationUnits(rawValue: "DISPLAY")
    /// Pixels of the total pixel matrix of a tiled image, from 0\0.
    public static let matrix = AnnotationUnits(rawValue: "MATRIX")

    /// The units that an attribute names; `PIXEL` where it is absent.
    init(_ item: DataSet, _ tag: DataElement.Tag) throws(ObjectError) {
        let units = AnnotationUnits(rawValue: try item.text(tag) ?? "PIXEL")
        guard [.pixel, .display, .matrix].contains(units) else {
            throw .invalid(tag, "It is none of PIXEL, DISPLAY and MATRIX.", code: .invalidPresentation)
        }
        self = units
    }
}

extension DataSet {
    /// Pairs of finite numbers, column and row.
    func points(_ tag: DataElement.Tag) throws(ObjectError) -> [SIMD2<Double>] {
        let numbers = try translating(tag) { () throws(DataSetError) in try doubles(tag) } ?? []
        guard numbers.count % 2 == 0, numbers.allSatisfy(\.isFinite) else {
            throw .invalid(tag, "It is not pairs of finite numbers.", code: .invalidPresentation)
        }
        return stride(from: 0, to: numbers.count, by: 2).map { SIMD2(numbers[$0], numbers[$0 + 1]) }
    }

    func point(_ tag: DataElement.Tag) throws(ObjectError) -> SIMD2<Double>? {
        let points = try points(tag)
        guard points.count <= 1 else { throw .invalid(tag, "It is more than one point.", code: .invalidPresentation) }
        return points.first
    }

    /// Y or N.
    func answer(_ tag: DataElement.Tag) throws(ObjectError) -> Bool { try text(tag) == "Y" }
}
