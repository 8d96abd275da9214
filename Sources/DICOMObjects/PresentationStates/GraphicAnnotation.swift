public import DICOMData

/// Graphics and texts of one layer over some of the images (PS3.3 C.10.5, an item of Graphic Annotation Sequence).
public struct GraphicAnnotation: Sendable, Hashable {
    /// The images and frames that it lies over; empty where it lies over all that the presentation state refers to.
    public var images: [ImageReference]
    /// Graphic Layer (0070,0002).
    public var layer: String
    public var graphics: [GraphicObject]
    public var texts: [TextObject]
    public var compoundGraphics: [CompoundGraphic] = []

    public init(layer: String, graphics: [GraphicObject] = [], texts: [TextObject] = [], images: [ImageReference] = []) {
        self.layer = layer
        self.graphics = graphics
        self.texts = texts
        self.images = images
    }

    /// - Throws: ``ObjectError`` where a part cannot be drawn.
    public init(_ item: DataSet) throws(ObjectError) {
        images = try ImageReference.list(item)
        guard let layer = try item.text(.graphicLayer) else { throw .missing(.graphicLayer) }
        self.layer = layer
        (graphics, texts) = ([], [])
        for object in try item.sequence(.graphicObjectSequence) { graphics.append(try GraphicObject(object)) }
        for object in try item.sequence(.textObjectSequence) { texts.append(try TextObject(object)) }
        for object in try item.sequence(.compoundGraphicSequence) { compoundGraphics.append(try CompoundGraphic(object)) }
    }

    func item() throws(DataSetError) -> DataSet {
        var item = DataSet()
        try item.setItems(.referencedImageSequence, images) { (image) throws(DataSetError) in try image.item() }
        try item.set(.graphicLayer, to: .texts([layer]))
        try item.setItems(.textObjectSequence, texts) { (text) throws(DataSetError) in try text.item() }
        try item.setItems(.graphicObjectSequence, graphics) { (graphic) throws(DataSetError) in try graphic.item() }
        return item
    }
}

extension DataSet {
    /// A sequence with an item for each value; none where there are no values.
    mutating func setItems<Value>(
        _ tag: DataElement.Tag, _ values: [Value], _ item: (Value) throws(DataSetError) -> DataSet
    ) throws(DataSetError) {
        guard !values.isEmpty else { return }
        var items: [DataSet] = []
        for value in values { items.append(try item(value)) }
        try set(tag, to: .items(items))
    }
}

extension [ImageReference] {
    /// Whether an item that lists these images speaks of a frame: all are meant where none is named.
    func include(_ instance: UniqueIdentifier, frame: Int) -> Bool { isEmpty || contains { $0.includes(instance, frame: frame) } }
}
