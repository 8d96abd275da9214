internal import ArgumentParser
internal import Hounsfield

/// `--bulk`: what becomes of Pixel Data in a text.
enum BulkArgument: String, ExpressibleByArgument, CaseIterable {
    case inline
    case uri
    case omit

    func options(for file: String) -> ModelWritingOptions {
        switch self {
        case .inline: ModelWritingOptions(bulkData: .inline)
        case .uri: ModelWritingOptions(bulkData: .uri(file))
        case .omit: ModelWritingOptions(bulkData: .omitted)
        }
    }
}
