/// A unique identifier (PS3.5 chapter 9): numbers with dots between them. Any text can be held, as files hold any; ``isValid`` judges it.
public struct UniqueIdentifier: RawRepresentable, Sendable, Hashable {
    public var rawValue: String

    @inlinable public init(rawValue: String) { self.rawValue = rawValue }
    @inlinable public init(_ rawValue: String) { self.rawValue = rawValue }

    /// Whether the text keeps the rules of PS3.5 9.1: at most 64 characters, components of digits, none empty or with a leading zero.
    public var isValid: Bool {
        let bytes = rawValue.utf8
        guard !bytes.isEmpty, bytes.count <= 64 else { return false }
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { component in
            guard let first = component.first, component.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return false }
            return first != UInt8(ascii: "0") || component.count == 1
        }
    }
}

extension UniqueIdentifier: ExpressibleByStringLiteral {
    @inlinable public init(stringLiteral value: String) { rawValue = value }
}

extension UniqueIdentifier: CustomStringConvertible {
    public var description: String { rawValue }
}
