/// Where an element stands in a data set: the sequences and items on the way down, then the element.
///
/// Printed as `(5200,9230)[3] > (0028,9145)[0] > (0028,1052)`; items count from 0.
public struct TagPath: Sendable, Hashable {
    /// One step: a tag, and the item of its sequence where the path goes on inside it.
    public struct Step: Sendable, Hashable {
        /// Where there is a ``creator`` only its group and the last byte of its number count.
        public var tag: DataElement.Tag
        /// Of a private element that is to be found by its creator, whichever block that has reserved.
        public var creator: String?
        public var item: Int?

        public init(_ tag: DataElement.Tag, item: Int? = nil) {
            self.tag = tag
            self.item = item
        }

        public init(_ tag: DataElement.PrivateTag, item: Int? = nil) {
            self.tag = tag.tag(inBlock: 0)
            creator = tag.creator
            self.item = item
        }

        /// Nil where the step has no ``creator``.
        public var privateTag: DataElement.PrivateTag? {
            creator.map { .init(creator: $0, group: tag.group, element: UInt8(truncatingIfNeeded: tag.element)) }
        }
    }

    public var steps: [Step]

    public init(_ steps: [Step] = []) { self.steps = steps }
}

extension TagPath: CustomStringConvertible {
    public var description: String { steps.map { $0.text($0.tag.description) }.joined(separator: " > ") }

    /// With the standard's keywords in place of tags: `PerFrameFunctionalGroupsSequence[3].PixelValueTransformationSequence[0].RescaleIntercept`.
    public var keywordDescription: String { steps.map { $0.text($0.keyword ?? $0.tag.description) }.joined(separator: ".") }
}

extension TagPath.Step {
    /// Overlays and curves have one keyword for many tags: only the first can be found by it.
    fileprivate var keyword: String? {
        tag.keyword.flatMap { DataElementDictionary.tag(forKeyword: $0) == tag ? $0 : nil }
    }

    fileprivate func text(_ name: String) -> String {
        let name = privateTag?.description ?? name
        return item.map { "\(name)[\($0)]" } ?? name
    }
}
