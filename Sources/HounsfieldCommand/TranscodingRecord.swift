internal import Hounsfield

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What became of one file: a line for machines.
struct TranscodingRecord: Codable {
    struct Refusal: Codable {
        var code: String
        var problem: String
    }

    /// As named on the command line, or from the folder on.
    var file: String
    var from: String?
    var to: String?
    var work: String?
    var frames: Int?
    var bytesBefore: Int?
    var bytesAfter: Int?
    var lossy: Bool?
    var verified: Bool?
    var largestDifference: UInt64?
    var sha256: String?
    var movedOverlays: Int?
    var refusal: Refusal?
    /// Why a file was left out that is none to be transcoded.
    var skipped: String?
    /// What was refused was copied as it is.
    var copied: Bool?
    /// What was done, for a later run to know it by.
    var done: Done?

    struct Done: Codable, Hashable {
        /// Of the source.
        var size: Int
        var modified: Int
        /// All that the result depends on beside the source.
        var options: String
        /// Of the result.
        var resultSize: Int
    }

    init(file: String, receipt: TranscodingReceipt) {
        self.file = file
        from = receipt.from.uid.rawValue
        to = receipt.to.uid.rawValue
        work = receipt.work.rawValue
        frames = receipt.frameCount
        bytesBefore = receipt.bytesBefore
        bytesAfter = receipt.bytesAfter
        lossy = receipt.isLossy
        verified = receipt.isVerified
        largestDifference = receipt.largestDifference
        sha256 = receipt.digest
        movedOverlays = receipt.movedOverlays > 0 ? receipt.movedOverlays : nil
    }

    init(file: String, refusal error: any Error) {
        self.file = file
        let code =
            (error as? ImagingError)?.code.description ?? (error as? DataSetError)?.code.description ?? "outputFailed"
        refusal = Refusal(code: code, problem: "\(error)")
    }

    init(file: String, skipped: String) {
        self.file = file
        self.skipped = skipped
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    init?(json line: String) {
        guard let record = try? JSONDecoder().decode(Self.self, from: Data(line.utf8)) else { return nil }
        self = record
    }
}
