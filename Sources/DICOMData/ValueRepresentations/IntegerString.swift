/// A value of IS (PS3.5 6.2): its very text and the integer that the text stands for.
public struct IntegerString: Sendable, Hashable {
    /// As it was written, without padding.
    public let text: String
    public let value: Int

    public init(_ value: Int) {
        text = String(value)
        self.value = value
    }

    /// `-12`, `+5`, `007`; also `12.0`, as some write integers, which ``isStandardForm`` tells.
    ///
    /// - Throws: ``DataSetError`` with code `invalidValue` where the text is no integer, or one of more than 64 bits.
    public init(parsing text: some StringProtocol) throws(DataSetError) {
        var cursor = TextCursor(text, subject: "an integer string (PS3.5 6.2, IS)")
        let written = String(decoding: cursor.bytes, as: UTF8.self)
        if let value = Int(written) {
            self.text = written
            self.value = value
            return
        }
        if cursor.next == UInt8(ascii: "-") || cursor.next == UInt8(ascii: "+") { _ = cursor.takeByte() }
        guard cursor.takeDigits() > 0 else { throw cursor.malformed("there must be a digit") }
        if cursor.take(".") {
            while cursor.take("0") {}
        }
        try cursor.expectEnd()
        guard let value = Int(written.prefix { $0 != "." }) else { throw cursor.malformed("it is longer than 64 bits") }
        self.text = written
        self.value = value
    }

    /// At most 12 characters, only digits and a sign, from -2³¹ to 2³¹ - 1, as PS3.5 6.2 has it. Others are read all the same.
    public var isStandardForm: Bool { text.utf8.count <= 12 && Int32(text) != nil }
}

extension IntegerString: CustomStringConvertible {
    public var description: String { text }
}
