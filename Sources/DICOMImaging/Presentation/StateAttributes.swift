internal import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

/// What a presentation state says of the grey values of one frame. What it does not say is identity: the image's own transformations do not step
/// in (PS3.4 N.2).
struct StateAttributes {
    private let modalityModule: ModalityLUTModule
    private let voiModule: VOILUTModule?
    private let frame: Int
    private let image: ImagePixelDescription

    init(modality: ModalityLUTModule, voi: VOILUTModule?, image: ImagePixelDescription, frame: Int) {
        modalityModule = modality
        voiModule = voi
        self.image = image
        self.frame = frame
    }

    func modality() throws -> ModalityTransform {
        if let lut = try modalityModule.lookupTable {
            return .lut(
                try ModalityLUT(firstValueMapped: lut.descriptor.firstValueMapped(isSigned: image.isSigned), entries: lut.entries))
        }
        return .rescale(
            RescaleTransform(
                slope: try decimal(modalityModule.rescaleSlopeText) ?? 1, intercept: try decimal(modalityModule.rescaleInterceptText) ?? 0))
    }

    /// - Parameters:
    ///   - modality: what ``modality()`` gave.
    ///   - cell: how stored values lie; nil for float pixels.
    ///   - floatRange: of the values of the frame, for float pixels without a window.
    func voi(_ modality: ModalityTransform, _ cell: SampleCell?, floatRange: () throws -> ClosedRange<Double>?) throws -> VOITransform {
        if let window = try voiModule?.windows.first {
            guard let center = DecimalNumber(window.centerText), let width = DecimalNumber(window.widthText),
                let function = VOIWindow.Function(term: window.function)
            else {
                throw ImagingError(
                    code: .invalidWindow, frame: frame,
                    problem: "Window Center, Width or VOI LUT Function of the presentation state is not what PS3.3 C.11.2 allows.",
                    remedy: "Render without the presentation state.")
            }
            return .window(VOIWindow(center: center, width: width, function: function))
        }
        if let lut = try voiModule?.lookupTable(0) {
            // The descriptor's second value is signed where modality values can be.
            let descriptor = lut.descriptor
            return .lut(
                try VOILUT(
                    firstValueMapped: descriptor.firstValueMapped(isSigned: Self.canBeNegative(modality, cell)), entries: lut.entries,
                    bitsPerEntry: descriptor.bitsPerEntry))
        }
        guard let cell else { return .floatRange(try floatRange() ?? 0...0) }
        // Identity: from the least value that there can be to the largest.
        switch modality {
        case .rescale: return .range(Int(cell.values.lowerBound)...Int(cell.values.upperBound))
        case .lut(let lut):
            let bits = try modalityModule.lookupTable?.descriptor.bitsPerEntry ?? 16
            return .range(0...max(1 << bits - 1, Int(lut.entries.max() ?? 0)))
        }
    }

    private static func canBeNegative(_ modality: ModalityTransform, _ cell: SampleCell?) -> Bool {
        guard case .rescale(let rescale) = modality, let values = cell?.values else { return false }
        let (slope, intercept) = (rescale.slope.doubleValue, rescale.intercept.doubleValue)
        return min(slope * Double(values.lowerBound), slope * Double(values.upperBound)) + intercept < 0
    }

    private func decimal(_ text: String?) throws -> DecimalNumber? {
        guard let text else { return nil }
        guard let number = DecimalNumber(text) else {
            throw ImagingError(
                code: .invalidImage, frame: frame, problem: "The rescale of the presentation state is no decimal string.",
                remedy: "Render without the presentation state.")
        }
        return number
    }
}
