/// Where an element stands in a data set: the sequences and items on the way down, then the element.
///
/// Printed as `(5200,9230)[3] > (0028,9145)[0] > (0028,1052)`; items count from 0.
public struct TagPath: Sendable, Hashable {
    /// One step: a tag, and the item of its sequence where the path goes on inside it.
    public struct Step: Sendable, Hashable {
        public var tag: DataElement.Tag
        public var item: Int?

        public init(_ tag: DataElement.Tag, item: Int? = nil) {
            self.tag = tag
            self.item = item
        }
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }
}

extension TagPath: CustomStringConvertible {
    public var description: String {
        steps.map { step in step.item.map { "\(step.tag)[\($0)]" } ?? step.tag.description }.joined(separator: " > ")
    }
}
