public import DICOMData

/// Which pixels of an image are shown, and how large (PS3.3 C.10.4, an item of Displayed Area Selection Sequence).
public struct DisplayedArea: Sendable, Hashable {
    /// Presentation Size Mode (0070,0100).
    public enum SizeMode: Sendable, Hashable {
        /// As large as the display has room for.
        case scaleToFit
        /// As large as the thing itself: ``DisplayedArea/pixelSpacing`` on the screen.
        case trueSize
        /// Presentation Pixel Magnification Ratio (0070,0103): pixels of the display for one of the image, along a row.
        case magnify(Double)
    }

    /// The images and frames that are meant; empty where all that the presentation state refers to are.
    public var images: [ImageReference] = []
    /// Displayed Area Top Left Hand Corner (0070,0052): column and row of the image, counted from 1, of the pixel that is seen at the top left
    /// after the spatial transformation. It may lie outside of the image.
    public var topLeft: SIMD2<Int>
    /// Displayed Area Bottom Right Hand Corner (0070,0053).
    public var bottomRight: SIMD2<Int>
    public var sizeMode: SizeMode
    /// Presentation Pixel Spacing (0070,0101).
    public var pixelSpacing: (betweenRows: Double, betweenColumns: Double)? {
        get { spacing.map { ($0.x, $0.y) } }
        set { spacing = newValue.map { SIMD2($0.betweenRows, $0.betweenColumns) } }
    }
    private var spacing: SIMD2<Double>?
    /// Presentation Pixel Aspect Ratio (0070,0102): the height of a pixel over its width, as two numbers.
    public var aspectRatio: SIMD2<Int>?
    /// Pixel Origin Interpretation (0048,0301) is `VOLUME`: the corners count in the total pixel matrix of a tiled image.
    public var isOfTotalPixelMatrix = false

    public init(
        from topLeft: SIMD2<Int>, to bottomRight: SIMD2<Int>, sizeMode: SizeMode = .scaleToFit, aspectRatio: SIMD2<Int>? = SIMD2(1, 1)
    ) {
        self.topLeft = topLeft
        self.bottomRight = bottomRight
        self.sizeMode = sizeMode
        self.aspectRatio = aspectRatio
    }

    /// - Throws: ``ObjectError`` with code `invalidPresentation` for a size that is none, or corners beyond 32 bits.
    public init(_ item: DataSet) throws(ObjectError) {
        images = try ImageReference.list(item)
        topLeft = try Self.corner(item, .displayedAreaTopLeftHandCorner)
        bottomRight = try Self.corner(item, .displayedAreaBottomRightHandCorner)
        switch try item.text(.presentationSizeMode) {
        case "TRUE SIZE": sizeMode = .trueSize
        case "MAGNIFY":
            guard let ratio = try item.number(.presentationPixelMagnificationRatio), ratio > 0 else {
                throw .invalid(.presentationPixelMagnificationRatio, "It is not above 0.", code: .invalidPresentation)
            }
            sizeMode = .magnify(ratio)
        case "SCALE TO FIT", nil: sizeMode = .scaleToFit
        default: throw .invalid(.presentationSizeMode, "It is none of PS3.3 C.10.4.", code: .invalidPresentation)
        }
        if let pair = try item.numbers(.presentationPixelSpacing, count: 2) {
            guard pair.allSatisfy({ $0 > 0 }) else {
                throw .invalid(.presentationPixelSpacing, "A distance is not above 0.", code: .invalidPresentation)
            }
            spacing = SIMD2(pair[0], pair[1])
        }
        let ratio = try item.wholeNumbers(.presentationPixelAspectRatio)
        guard ratio.isEmpty || ratio.count == 2 && ratio.allSatisfy((1...Int(Int32.max)).contains) else {
            throw .invalid(.presentationPixelAspectRatio, "It is not two numbers above 0.", code: .invalidPresentation)
        }
        aspectRatio = ratio.isEmpty ? nil : SIMD2(ratio[0], ratio[1])
        isOfTotalPixelMatrix = try item.text(.pixelOriginInterpretation) == "VOLUME"
    }

    /// The height of a pixel over its width; 1 where nothing is said.
    public var pixelAspect: Double {
        if let spacing { return spacing.x / spacing.y }
        return aspectRatio.map { Double($0.x) / Double($0.y) } ?? 1
    }

    private static func corner(_ item: DataSet, _ tag: DataElement.Tag) throws(ObjectError) -> SIMD2<Int> {
        let numbers = try item.wholeNumbers(tag)
        guard numbers.count == 2, numbers.allSatisfy((Int(Int32.min)...Int(Int32.max)).contains) else {
            throw .invalid(tag, "It is not a column and a row of 32 bits.", code: .invalidPresentation)
        }
        return SIMD2(numbers[0], numbers[1])
    }

    func item() throws(DataSetError) -> DataSet {
        var item = DataSet()
        try item.setItems(.referencedImageSequence, images) { (image) throws(DataSetError) in try image.item() }
        try item.set(.displayedAreaTopLeftHandCorner, to: .integers([topLeft.x, topLeft.y]))
        try item.set(.displayedAreaBottomRightHandCorner, to: .integers([bottomRight.x, bottomRight.y]))
        switch sizeMode {
        case .scaleToFit: try item.set(.presentationSizeMode, to: "SCALE TO FIT")
        case .trueSize: try item.set(.presentationSizeMode, to: "TRUE SIZE")
        case .magnify(let ratio):
            try item.set(.presentationSizeMode, to: "MAGNIFY")
            try item.set(.presentationPixelMagnificationRatio, to: .numbers([ratio]))
        }
        if let spacing {
            try item.set(.presentationPixelSpacing, to: .numbers([spacing.x, spacing.y]))
        } else {
            let ratio = aspectRatio ?? SIMD2(1, 1)
            try item.set(.presentationPixelAspectRatio, to: .integers([ratio.x, ratio.y]))
        }
        return item
    }
}
