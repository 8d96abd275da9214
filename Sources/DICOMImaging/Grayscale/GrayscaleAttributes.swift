internal import DICOMData
internal import DICOMObjects

/// What an object says about the display of one grey frame: its modality transform, its VOI transforms, its polarity and its padding.
struct GrayscaleAttributes {
    private let dataSet: DataSet
    private let groups: FunctionalGroups
    private let frame: Int
    private let image: ImagePixelDescription

    init(_ pixelData: PixelData, frame: Int) {
        dataSet = pixelData.dataSet
        groups = FunctionalGroups(pixelData.dataSet)
        image = pixelData.description
        self.frame = frame
    }

    /// MONOCHROME1, or Presentation LUT Shape (2050,0020) INVERSE: the lowest value is white. Both together are still one inversion.
    func presentation() throws -> PresentationTransform {
        let inverts = try image.photometricInterpretation == .monochrome1 || PresentationLUTModule(dataSet).shape == "INVERSE"
        return inverts ? .inverse : .identity
    }

    /// Padding as stored values of the pixels' kind.
    func paddingRange() throws -> StoredValueRange? {
        image.content == .integers ? try padding().map(StoredValueRange.integers) : try floatPadding().map(StoredValueRange.floats)
    }

    /// The windows and tables to choose from, in the order of their numbers.
    func choices() throws -> [VOIChoice] {
        let module = VOILUTModule(groups, frame: frame)
        let windows = try module.windows.map { VOIChoice(explanation: $0.explanation, window: try? window($0)) }
        let tables = try (0..<module.lookupTableCount).map { VOIChoice(explanation: try module.lookupTable($0)?.explanation, window: nil) }
        return windows + tables
    }

    /// Modality LUT Sequence or Rescale Slope and Intercept (PS3.3 C.11.1), from the frame's functional groups or the top level.
    func modality() throws -> ModalityTransform {
        let module = ModalityLUTModule(groups, frame: frame)
        if let lut = try module.lookupTable {
            let first = lut.descriptor.firstValueMapped(isSigned: image.isSigned)
            return .lut(try ModalityLUT(firstValueMapped: first, entries: lut.entries))
        }
        return .rescale(
            RescaleTransform(
                slope: try decimal(module.rescaleSlopeText, .rescaleSlope) ?? 1,
                intercept: try decimal(module.rescaleInterceptText, .rescaleIntercept) ?? 0))
    }

    /// The VOI transform with this number, counted from 0: windows come before LUTs (PS3.3 C.11.2). Nil when the object has none at all.
    ///
    /// - Parameter hasNegativeValues: whether a modality value of the frame is below 0, asked only where a LUT depends on it.
    func voi(_ number: Int, hasNegativeValues: () throws -> Bool) throws -> VOITransform? {
        let module = VOILUTModule(groups, frame: frame)
        let windows = try module.windows
        if windows.indices.contains(number) { return .window(try window(windows[number])) }
        guard let lut = try module.lookupTable(number - windows.count) else {
            if number == 0 { return nil }
            throw ImagingError(
                code: .badArgument, frame: frame,
                problem: "The frame has \(windows.count) windows and \(try module.lookupTableCount) VOI LUTs, no number \(number + 1).",
                remedy: "Ask for one that exists, or give a window.")
        }
        // The descriptor's second value is signed where modality values are, and only a large one shows a difference.
        let descriptor = lut.descriptor
        let isSigned =
            try image.isSigned || descriptor.firstValueMapped(isSigned: false) > Int(Int16.max) && hasNegativeValues()
        return .lut(
            try VOILUT(
                firstValueMapped: descriptor.firstValueMapped(isSigned: isSigned), entries: lut.entries,
                bitsPerEntry: descriptor.bitsPerEntry))
    }

    /// Pixel Padding Value and Range Limit (PS3.3 C.7.5.1.1.2) as stored values, read as bit patterns of a cell.
    func padding() throws -> ClosedRange<Int>? {
        guard let value = try dataSet.integer(.pixelPaddingValue) else { return nil }
        let limit = try dataSet.integer(.pixelPaddingRangeLimit) ?? value
        let (first, second) = (storedValue(value), storedValue(limit))
        return min(first, second)...max(first, second)
    }

    /// The same for float pixels.
    func floatPadding() throws -> ClosedRange<Double>? {
        let tags: (DataElement.Tag, DataElement.Tag) =
            image.content == .doubles
            ? (.doubleFloatPixelPaddingValue, .doubleFloatPixelPaddingRangeLimit) : (.floatPixelPaddingValue, .floatPixelPaddingRangeLimit)
        guard let value = try dataSet.double(tags.0), !value.isNaN else { return nil }
        let limit = try dataSet.double(tags.1) ?? value
        return limit.isNaN ? value...value : min(value, limit)...max(value, limit)
    }

    private func storedValue(_ number: Int) -> Int {
        guard image.bitsAllocated < 64 else { return number }
        let pattern = number & (1 << image.bitsAllocated - 1)
        return image.isSigned && pattern >> (image.bitsAllocated - 1) == 1 ? pattern - 1 << image.bitsAllocated : pattern
    }

    private func decimal(_ text: String?, _ tag: DataElement.Tag) throws -> DecimalNumber? {
        guard let text else { return nil }
        guard let number = DecimalNumber(text) else {
            throw ImagingError(
                code: .invalidImage, frame: frame, problem: "\(tag.name ?? "A number") is not a decimal string.",
                remedy: "Correct the object at its source, or take the stored values.")
        }
        return number
    }

    private func window(_ window: VOILUTModule.Window) throws -> VOIWindow {
        guard let center = DecimalNumber(window.centerText), let width = DecimalNumber(window.widthText),
            let function = VOIWindow.Function(term: window.function)
        else {
            throw ImagingError(
                code: .invalidWindow, frame: frame, problem: "Window Center, Width or VOI LUT Function is not what PS3.3 C.11.2 allows.",
                remedy: "Render with a window of your own.")
        }
        return VOIWindow(center: center, width: width, function: function)
    }
}

extension VOIWindow.Function {
    /// The Defined Term of VOI LUT Function (0028,1056); absent it is LINEAR.
    init?(term: String?) {
        switch term {
        case nil, "LINEAR": self = .linear
        case "LINEAR_EXACT": self = .linearExact
        case "SIGMOID": self = .sigmoid
        default: return nil
        }
    }
}
