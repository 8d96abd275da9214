public import DICOMData

/// Images that someone marked, and why (PS3.3 A.35.4, C.17.6; PS3.16 TID 2010).
public struct KeyObjectSelection: Sendable {
    /// Document Title, the first code of Concept Name Code Sequence (0040,A043).
    public struct Title: Sendable, Hashable {
        /// Code Value (0008,0100), as `113000`.
        public var value: String?
        /// Coding Scheme Designator (0008,0102), as `DCM`.
        public var scheme: String?
        /// Code Meaning (0008,0104), as `Of Interest`.
        public var meaning: String?

        public init(value: String?, scheme: String?, meaning: String?) {
            self.value = value
            self.scheme = scheme
            self.meaning = meaning
        }
    }

    private let dataSet: DataSet

    public init(_ dataSet: DataSet) { self.dataSet = dataSet }

    public var title: Title? {
        get throws(ObjectError) {
            guard let item = try dataSet.sequence(.conceptNameCodeSequence).first else { return nil }
            return Title(
                value: try item.text(.codeValue), scheme: try item.text(.codingSchemeDesignator), meaning: try? item.string(.codeMeaning))
        }
    }

    /// What the document says in words: its TEXT items, Key Object Description and others.
    public var texts: [String] {
        get throws(ObjectError) {
            var texts: [String] = []
            for item in try dataSet.sequence(.contentSequence) where try item.text(.valueType) == "TEXT" {
                if let text = try item.text(.textValue) { texts.append(text) }
            }
            return texts
        }
    }

    /// The images, and the frames of them, that are marked: the references of the content in their order.
    public var images: [ImageReference] {
        get throws(ObjectError) {
            var images: [ImageReference] = []
            for item in try dataSet.sequence(.contentSequence) {
                guard let type = try item.text(.valueType), ["IMAGE", "COMPOSITE", "WAVEFORM"].contains(type) else { continue }
                images += try ImageReference.list(item, .referencedSOPSequence)
            }
            return images
        }
    }

    /// Current Requested Procedure Evidence Sequence (0040,A375): the same instances by series, to find them by.
    public var series: [SeriesReference] {
        get throws(ObjectError) {
            var series: [SeriesReference] = []
            for study in try dataSet.sequence(.currentRequestedProcedureEvidenceSequence) {
                for item in try study.sequence(.referencedSeriesSequence) {
                    series.append(try SeriesReference(item, images: .referencedSOPSequence))
                }
            }
            return series
        }
    }
}
