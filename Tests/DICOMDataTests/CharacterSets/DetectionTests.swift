import DICOMData
import Testing

@Suite("Detection of character sets")
struct DetectionTests {
    struct Sample: Sendable, CustomStringConvertible {
        var set: SpecificCharacterSet
        var text: String
        var description: String { "\(set): \(text)" }
    }

    static let samples: [Sample] = [
        Sample(set: .isoIR192, text: "Buc^J\u{E9}r\u{F4}me"), Sample(set: .isoIR192, text: "Wang^XiaoDong=\u{738B}^\u{5C0F}\u{4E1C}"),
        Sample(set: .isoIR100, text: "Buc^J\u{E9}r\u{F4}me"), Sample(set: .isoIR100, text: "\u{C4}neas^R\u{FC}diger"),
        Sample(set: .isoIR100, text: "M\u{FC}ller-L\u{FC}denscheidt^J\u{F6}rg"),
        Sample(set: .isoIR100, text: "Universit\u{E4}tsklinikum K\u{F6}ln"),
        Sample(set: .windows1251, text: "Иванов^Сергей^Петрович"), Sample(set: .windows1251, text: "Исследование органов грудной клетки"),
        Sample(set: .isoIR144, text: "Иванов^Сергей^Петрович"), Sample(set: .isoIR144, text: "Исследование органов грудной клетки"),
        Sample(set: .gb18030, text: "张^小东"), Sample(set: .gb18030, text: "中国人民解放军总医院 放射科 胸部正位"),
        Sample(set: .eucKR, text: "김희중^서울대학교병원"), Sample(set: .eucKR, text: "흉부 엑스선 검사 소견"),
        Sample(set: .shiftJIS, text: "山田^太郎=やまだ^たろう"), Sample(set: .shiftJIS, text: "胸部単純撮影 正面"),
        Sample(set: .isoIR126, text: "Διονυσιος Παπαδόπουλος"), Sample(set: .isoIR138, text: "שרון^דבורה בית חולים"),
        Sample(set: .isoIR127, text: "قباني^لنزار مستشفى"), Sample(set: .isoIR166, text: "นามสกุล^สมชาย โรงพยาบาล"),
        Sample(set: .isoIR101, text: "Grzegorz Brz\u{119}czyszczykiewicz \u{141}\u{F3}d\u{17A} \u{17C}o\u{142}\u{105}dek"),
    ]

    @Test("finds the set of names and reports in it", arguments: samples)
    func detects(sample: Sample) throws {
        var bytes = try #require(sample.set.encode(sample.text, as: .ut))
        // EUC-KR is written with the escape sequences that DICOM asks for.
        while let escape = bytes.firstIndex(of: 0x1B) { bytes.removeSubrange(escape..<escape + 4) }
        let guesses = SpecificCharacterSet.detect(bytes.span)
        #expect(guesses.first?.characterSet == sample.set, "\(guesses)")
        #expect(guesses.reduce(0) { $0 + $1.confidence } <= 1.000_001)
        #expect(guesses.allSatisfy { 0...1 ~= $0.confidence })
    }

    @Test("knows ASCII and escape sequences for sure")
    func detectsEscapes() {
        let ascii = Array("Doe^John".utf8)
        #expect(SpecificCharacterSet.detect(ascii.span) == [SpecificCharacterSet.Guess(characterSet: .isoIR6, confidence: 1)])
        for example in TextExample.all where example.bytes.contains(0x1B) {
            let guess = SpecificCharacterSet.detect(example.bytes.span).first
            #expect(guess?.characterSet == example.characterSet)
            #expect(guess?.confidence == 0.98)
        }
    }

    @Test("is less sure of little text, and says nothing of none")
    func isUnsure() {
        let short: [UInt8] = [0xB0, 0xA1]
        #expect(SpecificCharacterSet.detect(short.span).allSatisfy { $0.confidence < 0.9 })
        let none: [UInt8] = []
        #expect(SpecificCharacterSet.detect(none.span).map(\.characterSet) == [.isoIR6])
    }
}
