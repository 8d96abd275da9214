public import DICOMData

/// A layer that graphics, text and overlays are drawn in (PS3.3 C.10.7).
public struct GraphicLayer: Sendable, Hashable {
    /// Graphic Layer (0070,0002), which annotations and overlays name.
    public var name: String
    /// Graphic Layer Order (0070,0062): lower ones are drawn first.
    public var order: Int
    /// Graphic Layer Recommended Display Grayscale Value (0070,0066): a P-Value, 0 black to FFFF white.
    public var grayscaleValue: UInt16?
    /// Graphic Layer Recommended Display CIELab Value (0070,0401).
    public var color: CIELabColor?
    /// Graphic Layer Description (0070,0068).
    public var description: String?

    public init(name: String, order: Int, grayscaleValue: UInt16? = nil, color: CIELabColor? = nil, description: String? = nil) {
        self.name = name
        self.order = order
        self.grayscaleValue = grayscaleValue
        self.color = color
        self.description = description
    }

    /// - Throws: ``ObjectError`` where the name is absent or a number is none.
    public init(_ item: DataSet) throws(ObjectError) {
        guard let name = try item.text(.graphicLayer) else { throw .missing(.graphicLayer) }
        self.name = name
        order = try item.wholeNumber(.graphicLayerOrder) ?? 1
        let grey = try item.wholeNumber(.graphicLayerRecommendedDisplayGrayscaleValue)
        grayscaleValue = grey.map { UInt16(clamping: $0) }
        color = try CIELabColor(item, .graphicLayerRecommendedDisplayCIELabValue)
        // Words in a character set that is not decoded are no reason not to draw.
        description = try? item.string(.graphicLayerDescription)
    }

    func item() throws(DataSetError) -> DataSet {
        var item = DataSet()
        try item.set(.graphicLayer, to: .texts([name]))
        try item.set(.graphicLayerOrder, to: .integers([order]))
        if let grayscaleValue { try item.set(.graphicLayerRecommendedDisplayGrayscaleValue, to: .integers([Int(grayscaleValue)])) }
        if let description { try item.set(.graphicLayerDescription, to: .texts([description])) }
        if let color { try item.set(.graphicLayerRecommendedDisplayCIELabValue, to: color.value) }
        return item
    }
}
