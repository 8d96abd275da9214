/// What becomes of values that a text of the JSON or XML model only refers to (PS3.18 F.2.6, PS3.19 A.1.5).
public enum BulkDataReferences {
    /// The attribute is left out.
    case omitted
    /// An error.
    case refused
    /// The closure is given the URI, or the UUID of XML, and returns the value as its bytes stand in Explicit VR Little Endian; nil leaves
    /// the attribute out. What it throws ends the reading with ``DataSetError/Code/unreadable``.
    case resolved((String) throws -> [UInt8]?)

    /// The value that a reference stands for; nil where the attribute is to be left out.
    func value(_ reference: String, at offset: Int) throws(DataSetError) -> [UInt8]? {
        switch self {
        case .omitted: return nil
        case .refused:
            throw DataSetError(
                code: .unreadable, offset: offset, problem: "The value is bulk data that stands elsewhere.",
                remedy: "Say with bulkData: what is to become of it.")
        case .resolved(let resolve):
            do {
                return try resolve(reference)
            } catch let error as DataSetError {
                throw error
            } catch {
                throw DataSetError(
                    code: .unreadable, offset: offset, problem: "The bulk data that stands elsewhere could not be had.",
                    remedy: "See that what bulkData: was given can fetch it.")
            }
        }
    }
}
