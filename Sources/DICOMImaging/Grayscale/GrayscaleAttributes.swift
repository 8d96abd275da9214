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
    func isInverted() throws -> Bool {
        try image.photometricInterpretation == .monochrome1 || dataSet.string(.presentationLUTShape) == "INVERSE"
    }

    /// Modality LUT Sequence or Rescale Slope and Intercept (PS3.3 C.11.1), from the frame's functional groups or the top level.
    func modality() throws -> ModalityTransform {
        let scope = groups.scope(.pixelValueTransformationSequence, frame: frame, holding: .rescaleSlope)
        if let item = scope.items(.modalityLUTSequence).first, LookupTable.isPresent(in: item) {
            let lut = try LookupTable(item, firstIsSigned: image.isSigned)
            return .lut(try ModalityLUT(firstValueMapped: lut.firstValueMapped, entries: lut.entries))
        }
        return .rescale(
            RescaleTransform(
                slope: try decimal(.rescaleSlope, in: scope, default: 1), intercept: try decimal(.rescaleIntercept, in: scope, default: 0)))
    }

    /// The VOI transform with this number, counted from 0: windows come before LUTs (PS3.3 C.11.2). Nil when the object has none at all.
    ///
    /// - Parameter hasNegativeValues: whether a modality value of the frame is below 0, asked only where a LUT depends on it.
    func voi(_ number: Int, hasNegativeValues: () throws -> Bool) throws -> VOITransform? {
        let scope = groups.scope(.frameVOILUTSequence, frame: frame, holding: .windowCenter)
        let windows = try windows(in: scope)
        let tables = scope.items(.voiLUTSequence).filter(LookupTable.isPresent)
        if number < windows.count { return .window(try windows[number].get()) }
        guard number - windows.count < tables.count else {
            if number == 0 { return nil }
            throw ImagingError(
                code: .badArgument, frame: frame,
                problem: "The frame has \(windows.count) windows and \(tables.count) VOI LUTs, no number \(number + 1).",
                remedy: "Ask for one that exists, or give a window.")
        }
        let item = tables[number - windows.count]
        let lut = try LookupTable(item, firstIsSigned: image.isSigned)
        // The descriptor's second value is signed where modality values are, and only a large one shows a difference.
        let isSigned = try image.isSigned || lut.firstValueMapped > Int(Int16.max) && hasNegativeValues()
        let table = try LookupTable(item, firstIsSigned: isSigned)
        return .lut(try VOILUT(firstValueMapped: table.firstValueMapped, entries: table.entries, bitsPerEntry: table.bitsPerEntry))
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

    private func decimal(_ tag: DataElement.Tag, in scope: DataSet, default fallback: DecimalNumber) throws -> DecimalNumber {
        guard let text = try scope.string(tag) else { return fallback }
        guard let number = DecimalNumber(text) else {
            throw ImagingError(
                code: .invalidImage, frame: frame, problem: "\(tag.name ?? "A number") is not a decimal string.",
                remedy: "Correct the object at its source, or take the stored values.")
        }
        return number
    }

    /// Window Center and Width in pairs. One that is not a pair of decimals is an error only for who asks for it.
    private func windows(in scope: DataSet) throws -> [Result<VOIWindow, ImagingError>] {
        guard let centers = try scope.strings(.windowCenter), let widths = try scope.strings(.windowWidth) else { return [] }
        let term = try scope.string(.voiLUTFunction)
        return zip(centers, widths).filter { !$0.isEmpty && !$1.isEmpty }.map { center, width in
            guard let center = DecimalNumber(center), let width = DecimalNumber(width), let function = VOIWindow.Function(term: term) else {
                return .failure(
                    ImagingError(
                        code: .invalidWindow, frame: frame,
                        problem: "Window Center, Width or VOI LUT Function is not what PS3.3 C.11.2 allows.",
                        remedy: "Render with a window of your own."))
            }
            return .success(VOIWindow(center: center, width: width, function: function))
        }
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
