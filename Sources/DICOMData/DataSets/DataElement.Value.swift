extension DataElement {
    /// What an element is set to, before it is encoded. Literals will do: `512`, `1.5`, `"CT"`, `["ORIGINAL", "PRIMARY"]`.
    public struct Value: Sendable {
        enum Kind: Sendable {
            case texts([String])
            case integers([Int])
            case unsigned([UInt64])
            case numbers([Double])
            case tags([Tag])
            case bytes([UInt8])
            case fragments([[UInt8]])
            case items([DataSet])
        }

        let kind: Kind

        /// No value: the attribute is there and not known (Type 2, PS3.5 7.4.3).
        public static let empty = Value(kind: .bytes([]))

        /// Text, one string a value. Of numbers too: DS and IS keep it as it is, binary representations take the number that it names.
        public static func texts(_ values: [String]) -> Value { Value(kind: .texts(values)) }

        /// Whole numbers, for the binary representations, IS, DS and those of floating point.
        public static func integers(_ values: [Int]) -> Value { Value(kind: .integers(values)) }

        /// Whole numbers of up to 64 bits without a sign, as UV has them.
        public static func unsigned(_ values: [UInt64]) -> Value { Value(kind: .unsigned(values)) }

        /// Numbers, for FL, FD, OF, OD and DS: there with the shortest text of 16 characters or fewer that is nearest.
        public static func numbers(_ values: [Double]) -> Value { Value(kind: .numbers(values)) }

        public static func tags(_ values: [Tag]) -> Value { Value(kind: .tags(values)) }

        public static func uniqueIdentifier(_ value: UniqueIdentifier) -> Value { .texts([value.rawValue]) }

        /// Bytes as they are to stand in the file, numbers in them in little-endian order.
        public static func bytes(_ value: [UInt8]) -> Value { Value(kind: .bytes(value)) }

        /// Encapsulated Pixel Data (PS3.5 A.4): the Basic Offset Table first, empty or not.
        public static func fragments(_ values: [[UInt8]]) -> Value { Value(kind: .fragments(values)) }

        /// The items of a sequence.
        public static func items(_ values: [DataSet]) -> Value { Value(kind: .items(values)) }
    }
}

extension DataElement.Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByArrayLiteral {
    public init(stringLiteral value: String) { self = .texts([value]) }
    public init(integerLiteral value: Int) { self = .integers([value]) }
    public init(floatLiteral value: Double) { self = .numbers([value]) }
    public init(arrayLiteral values: String...) { self = .texts(values) }
}
