/// The header and the tagged elements of an ICC profile (ICC.1 7.2, 7.3), every place checked before it is read.
struct ICCTags {
    private let bytes: [UInt8]
    private var places: [String: Range<Int>] = [:]

    /// A profile of this size has thousands of tables; what is longer is none.
    private static let mostBytes = 64 << 20
    /// ICC.1 defines some fifty tags.
    private static let mostTags = 200

    init(_ bytes: [UInt8]) throws(ImagingError) {
        self.bytes = bytes
        guard (132...Self.mostBytes).contains(bytes.count), Self.text(bytes, 36) == "acsp" else {
            throw .invalidProfile("\(bytes.count) bytes are no ICC profile.")
        }
        guard [2, 4].contains(bytes[8]) else { throw .unsupportedProfile("of version \(bytes[8])") }
        let count = Self.number(bytes, 128)
        guard count <= Self.mostTags, 132 + 12 * count <= bytes.count else {
            throw .invalidProfile("An ICC profile of \(bytes.count) bytes has no room for \(count) tags.")
        }
        for index in 0..<count {
            let entry = 132 + 12 * index
            let (start, length) = (Self.number(bytes, entry + 4), Self.number(bytes, entry + 8))
            guard start <= bytes.count, length <= bytes.count - start else {
                throw .invalidProfile("A tag of an ICC profile runs past its end.")
            }
            // The first of several counts.
            let name = Self.text(bytes, entry)
            if places[name] == nil { places[name] = start..<start + length }
        }
    }

    func contains(_ name: String) -> Bool { places[name] != nil }

    /// Four letters of the header.
    func signature(at offset: Int) -> String { Self.text(bytes, offset) }

    /// The same, for a message.
    func printable(at offset: Int) -> String {
        String(decoding: bytes[offset..<offset + 4].map { (0x21...0x7E).contains($0) ? $0 : 0x20 }, as: UTF8.self)
    }

    /// XYZType (ICC.1 10.31): X, Y and Z of the first colour.
    func color(_ name: String) throws(ImagingError) -> [Double] {
        let place = try element(name, "XYZ ", atLeast: 20)
        return (0..<3).map { fixed(place.lowerBound + 8 + 4 * $0) }
    }

    func curve(_ name: String) throws(ImagingError) -> ToneCurve {
        guard let place = places[name], place.count >= 12 else { throw .invalidProfile("An ICC profile lacks its \(name).") }
        switch Self.text(bytes, place.lowerBound) {
        case "curv":
            let count = Self.number(bytes, place.lowerBound + 8)
            guard count <= (place.count - 12) / 2 else { throw .invalidProfile("The \(name) of an ICC profile runs past its end.") }
            let entries = (0..<count).map { word(place.lowerBound + 12 + 2 * $0) }
            switch count {
            case 0: return .gamma(1)
            case 1: return .gamma(Double(entries[0]) / 256)
            default: return .table(entries.map { Double($0) / 65_535 })
            }
        case "para": return try parametric(place)
        default: throw .unsupportedProfile("whose \(name) is neither a curve nor a formula")
        }
    }

    private func parametric(_ place: Range<Int>) throws(ImagingError) -> ToneCurve {
        let kind = word(place.lowerBound + 8)
        let counts = [1, 3, 4, 5, 7]
        guard counts.indices.contains(kind), place.count >= 12 + 4 * counts[kind] else {
            throw .invalidProfile("A formula of an ICC profile is none of ICC.1 10.18.")
        }
        let p = (0..<counts[kind]).map { fixed(place.lowerBound + 12 + 4 * $0) }
        switch kind {
        case 0: return .gamma(p[0])
        // Types 1 and 2 begin where a x + b does.
        case 1, 2:
            guard p[1] != 0 else { throw .invalidProfile("A formula of an ICC profile divides by 0.") }
            let constant = kind == 2 ? p[3] : 0
            return .parametric(g: p[0], a: p[1], b: p[2], c: 0, d: -p[2] / p[1], e: constant, f: constant)
        case 3: return .parametric(g: p[0], a: p[1], b: p[2], c: p[3], d: p[4], e: 0, f: 0)
        default: return .parametric(g: p[0], a: p[1], b: p[2], c: p[3], d: p[4], e: p[5], f: p[6])
        }
    }

    private func element(_ name: String, _ type: String, atLeast count: Int) throws(ImagingError) -> Range<Int> {
        guard let place = places[name], place.count >= count, Self.text(bytes, place.lowerBound) == type else {
            throw .invalidProfile("An ICC profile lacks its \(name), or it is of another type.")
        }
        return place
    }

    private func word(_ offset: Int) -> Int { Int(bytes[offset]) << 8 | Int(bytes[offset + 1]) }

    /// s15Fixed16Number (ICC.1 4.6).
    private func fixed(_ offset: Int) -> Double {
        Double(Int32(truncatingIfNeeded: Self.number(bytes, offset))) / 65_536
    }

    private static func number(_ bytes: [UInt8], _ offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }

    private static func text(_ bytes: [UInt8], _ offset: Int) -> String {
        // Latin-1, so that bytes that are no letters differ too.
        String(String.UnicodeScalarView(bytes[offset..<offset + 4].map { Unicode.Scalar($0) }))
    }
}
