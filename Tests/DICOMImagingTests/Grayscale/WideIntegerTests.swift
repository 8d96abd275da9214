import DICOMData
import Testing

@testable import DICOMImaging

@Suite("Wide integers")
struct WideIntegerTests {
    private func wide(_ value: Int, words: Int = 3) -> WideInteger {
        WideInteger(UInt64(value.magnitude), isNegative: value < 0, wordCount: words)
    }

    @Test("add, subtract, multiply and compare like integers, over word borders and signs")
    func arithmetic() {
        let numbers = [0, 1, -1, 7, -510, Int.max, Int.min, 1 << 62, -(1 << 40)]
        for a in numbers {
            for b in numbers {
                #expect((wide(a) < wide(b)) == (a < b))
                var sum = wide(a)
                sum += wide(b)
                sum -= wide(a)
                #expect(sum.words == wide(b).words)
                var (product, turned) = (wide(a).multiplied(by: b), wide(b).multiplied(by: a))
                #expect(product.words == turned.words)
                product.negate()
                turned -= product
                turned -= wide(b).multiplied(by: a)
                turned -= wide(b).multiplied(by: a)
                #expect(turned.isZero)
            }
        }
        var shifted = wide(-3)
        shifted.shiftLeft(by: 100)
        #expect(shifted.words == wide(-3).multiplied(by: 1 << 50).multiplied(by: 1 << 50).words)
    }

    @Test("divide to quotient and remainder, and say when the quotient has too many bits")
    func division() {
        for (a, b) in [(0, 1), (100, 7), (6, 7), (Int.max, 3), (1 << 40, 1 << 20), (Int.max, Int.max)] {
            var rest = wide(a).multiplied(by: 1)
            #expect(rest.divide(by: wide(b), quotientBits: 63) == Int64(a / b))
            #expect(rest.words == wide(a % b).words)
        }
        var large = wide(1_024)
        #expect(large.divide(by: wide(1), quotientBits: 10) == nil)
        var fits = wide(1_023)
        #expect(fits.divide(by: wide(1), quotientBits: 10) == 1_023)
    }

    @Test("doubles and decimals become integers of one unit")
    func exactNumbers() throws {
        let numbers = [
            ExactNumber(0.375), ExactNumber(try #require(DecimalNumber("-1.5"))), ExactNumber(-2), .half, ExactNumber(0.0),
            ExactNumber(Double.leastNonzeroMagnitude * 5),
        ]
        let unit = ExactUnit(of: Array(numbers.prefix(5)))
        func words(_ number: ExactNumber, _ unit: ExactUnit, spareBits: Int) -> [UInt64] {
            unit.integer(number, wordCount: unit.wordCount(spareBits: spareBits), as: WideInteger.self).words
        }
        // Tenths and eighths: 0.375 · 80 and so on.
        #expect(numbers.prefix(5).map { words($0, unit, spareBits: 64)[0] } == [30, 0 &- 120, 0 &- 160, 40, 0])
        let tiny = ExactUnit(of: numbers)
        #expect(words(numbers[5], tiny, spareBits: 0).first == 50)
    }

    @Test("the logarithm is one")
    func logarithms() {
        #expect(logarithm(1) == 0)
        #expect(abs(logarithm(2.718281828459045) - 1) < 1e-15)
        #expect(abs(logarithm(0.5 / 254.5) + 6.2324480165505225) < 3e-15)
    }
}
