public import DICOMData

/// From modality values to what is worth seeing of them, as an object says it for a frame: windows and tables to choose from (PS3.3 C.11.2;
/// C.7.6.16.2.10 where each frame has its own).
public struct VOILUTModule: Sendable {
    /// Window Center and Width, as one pair of the object's.
    public struct Window: Sendable, Hashable {
        /// Window Center (0028,1050) as it is written.
        public var centerText: String
        /// Window Width (0028,1051) as it is written.
        public var widthText: String
        /// Window Center & Width Explanation (0028,1055).
        public var explanation: String?
        /// VOI LUT Function (0028,1056), one for all windows; nil stands for LINEAR.
        public var function: String?

        public init(centerText: String, widthText: String, explanation: String? = nil, function: String? = nil) {
            self.centerText = centerText
            self.widthText = widthText
            self.explanation = explanation
            self.function = function
        }
    }

    private let scope: DataSet

    /// - Parameter frame: counted from 0.
    public init(_ dataSet: DataSet, frame: Int = 0) { self.init(FunctionalGroups(dataSet), frame: frame) }

    public init(_ groups: FunctionalGroups, frame: Int) {
        scope = groups.scope(.frameVOILUTSequence, frame: frame, holding: .windowCenter)
    }

    /// The windows, those of which both values are there. They are not checked: ``Window/values()`` does that for the one that is used.
    public var windows: [Window] {
        get throws(ObjectError) {
            let centers = try scope.texts(.windowCenter)
            let widths = try scope.texts(.windowWidth)
            guard !centers.isEmpty, !widths.isEmpty else { return [] }
            let function = try scope.text(.voiLUTFunction)
            // Words in a character set that is not decoded are no reason not to show the image.
            let explanations = (try? scope.strings(.windowCenterWidthExplanation)) ?? []
            return zip(centers, widths).enumerated().compactMap { number, pair in
                guard !pair.0.isEmpty, !pair.1.isEmpty else { return nil }
                let explanation = number < explanations.count && !explanations[number].isEmpty ? explanations[number] : nil
                return Window(centerText: pair.0, widthText: pair.1, explanation: explanation, function: function)
            }
        }
    }

    /// How many tables VOI LUT Sequence (0028,3010) has.
    public var lookupTableCount: Int { get throws(ObjectError) { try tables.count } }

    /// One of VOI LUT Sequence; nil where there are fewer.
    ///
    /// - Parameter number: counted from 0.
    public func lookupTable(_ number: Int) throws(ObjectError) -> LookupTable? {
        let tables = try tables
        return tables.indices.contains(number) ? try LookupTable(tables[number]) : nil
    }

    private var tables: [DataSet] { get throws(ObjectError) { try scope.sequence(.voiLUTSequence).filter(LookupTable.isPresent) } }
}

extension VOILUTModule.Window {
    /// Center and width as numbers that may be used.
    ///
    /// - Throws: ``ObjectError`` with code `invalidWindow` where one is no decimal number, the width is below what the function allows, or the
    ///   function is not of the standard.
    public func values() throws(ObjectError) -> (center: Double, width: Double) {
        guard let center = Self.number(centerText), let width = Self.number(widthText) else {
            throw .invalid(.windowCenter, "Window Center or Width is no decimal number.", code: .invalidWindow)
        }
        switch function {
        case nil, "LINEAR":
            guard width >= 1 else { throw .invalid(.windowWidth, "It is below 1 with the function LINEAR.", code: .invalidWindow) }
        case "LINEAR_EXACT", "SIGMOID":
            guard width > 0 else { throw .invalid(.windowWidth, "It is not above 0.", code: .invalidWindow) }
        default: throw .invalid(.voiLUTFunction, "It is none of PS3.3 C.11.2.1.3.", code: .invalidWindow)
        }
        return (center, width)
    }

    /// Double.init takes more than DS has: hexadecimal, infinity, NaN.
    private static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }), let value = Double(text) else {
            return nil
        }
        return value.isFinite ? value : nil
    }
}
