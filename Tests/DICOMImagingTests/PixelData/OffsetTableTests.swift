import Testing

@testable import DICOMImaging

@Suite("Offset tables, PS3.5 A.4")
struct OffsetTableTests {
    /// Places of the items of fragments 1, 2, 3 and so on.
    private func match(_ entries: [Int], places: [Int], end: Int, isBasic: Bool = true) -> OffsetTable.Match? {
        OffsetTable(entries: entries, isBasic: isBasic).match(1..<places.count + 1, end: end) { places[$0 - 1] }
    }

    @Test("name the fragments at which frames begin")
    func names() {
        #expect(match([0, 20, 40], places: [0, 10, 20, 40], end: 50) == OffsetTable.Match(starts: [1, 3, 4]))
    }

    @Test(
        "are not believed where an entry is no place, or they do not ascend",
        arguments: [[0, 11], [0, 20, 10], [0, 0], [0, 60], [4_294_967_295, 0]])
    func untrue(entries: [Int]) {
        #expect(match(entries, places: [0, 10, 20, 40], end: 50) == nil)
    }

    @Test("of 32 bits are followed beyond 4 GiB, those of 64 bits are as they are")
    func wraps() {
        let places = [0, 3_000_000_000, 6_000_000_000, 9_000_000_000]
        let wrapped = places.map { $0 & 0xFFFF_FFFF }
        let end = 9_000_000_100
        #expect(match(wrapped, places: places, end: end) == OffsetTable.Match(starts: [1, 2, 3, 4], departures: [.wrapped]))
        #expect(match(wrapped, places: places, end: end, isBasic: false) == nil)
        #expect(match(places, places: places, end: end, isBasic: false) == OffsetTable.Match(starts: [1, 2, 3, 4]))
    }

    @Test("may be too large throughout, or name the end")
    func tolerated() {
        #expect(match([8, 18, 28], places: [0, 10, 20], end: 30) == OffsetTable.Match(starts: [1, 2, 3], departures: [.shifted(8)]))
        #expect(match([0, 10, 20, 30], places: [0, 10, 20], end: 30) == OffsetTable.Match(starts: [1, 2, 3], departures: [.endEntry]))
    }

    @Test("do not trap on any number", arguments: [[Int.max, 0], [0, .max], [.max, .max], [0]])
    func extremes(entries: [Int]) {
        let found = match(entries, places: [0, 10], end: 20, isBasic: false)
        #expect(entries == [0] ? found != nil : found == nil)
    }
}
