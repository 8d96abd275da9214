import DICOMData
import DICOMObjects
import DICOMTestSupport
import Testing

/// Expected factors: weight · 1000 / (dose · 2^(-elapsed/half-life)), computed with Python.
@Suite("Standardized uptake by body weight")
struct BodyWeightUptakeTests {
    /// What a PET object says; each member may be left out.
    private struct Object {
        var units: String? = "BQML"
        var corrections: String? = "DECY\\ATTN\\SCAT"
        var decay: String? = "START"
        var weight: String? = "70"
        var dose: String? = "370000000"
        var halfLife: String? = "6586.2"
        var startTime: String? = "100000"
        var startDateTime: String?
        var seriesTime = "110000"
        var acquisitionTime = "110500"
        var reference = "0"
        var duration = "120000"
        var gems: String?
        var philips: [(UInt32, String)] = []

        func dataSet() throws -> DataSet {
            var builder = DICOMBytesBuilder().element(0x0008_0021, "DA", "20260102").element(0x0008_0022, "DA", "20260102")
                .element(0x0008_0031, "TM", seriesTime).element(0x0008_0032, "TM", acquisitionTime)
            if let gems {
                builder = builder.element(0x0009_0010, "LO", "GEMS_PETD_01").element(0x0009_100D, "DT", gems)
            }
            if let weight { builder = builder.element(0x0010_1030, "DS", weight) }
            builder = builder.element(0x0018_1242, "IS", duration)
            if let corrections { builder = builder.element(0x0028_0051, "CS", corrections) }
            var isotope = DICOMBytesBuilder()
            if let startTime { isotope = isotope.element(0x0018_1072, "TM", startTime) }
            if let dose { isotope = isotope.element(0x0018_1074, "DS", dose) }
            if let halfLife { isotope = isotope.element(0x0018_1075, "DS", halfLife) }
            if let startDateTime { isotope = isotope.element(0x0018_1078, "DT", startDateTime) }
            builder = builder.sequence(0x0054_0016, [isotope])
            if let units { builder = builder.element(0x0054_1001, "CS", units) }
            if let decay { builder = builder.element(0x0054_1102, "CS", decay) }
            builder = builder.element(0x0054_1300, "DS", reference)
            if !philips.isEmpty { builder = builder.element(0x7053_0010, "LO", "Philips PET Private Group") }
            for (tag, value) in philips { builder = builder.element(tag, "DS", value) }
            return try DICOMFile(bytes: builder.file()).dataSet
        }
    }

    private func factor(_ change: (inout Object) -> Void) throws -> BodyWeightUptake {
        var object = Object()
        change(&object)
        return try BodyWeightUptake(object.dataSet())
    }

    @Test("is body weight over the dose that is left when the series began")
    func doseAtStart() throws {
        // One hour: 70000 / (3.7e8 · 2^(-3600/6586.2)).
        let uptake = try factor { _ in }
        #expect((uptake.factor / 2.763_366_817e-4 - 1).magnitude < 1e-8 && uptake.method == .doseAtScanStart)
        // With a date and time of its own, and over midnight without one.
        #expect(try factor { $0.startDateTime = "20260102100000" } == uptake)
        let midnight = try factor { ($0.startTime, $0.seriesTime, $0.acquisitionTime) = ("233000", "003000", "003500") }
        #expect((midnight.factor / uptake.factor - 1).magnitude < 1e-12)
    }

    @Test("is over the dose given where pixels are corrected to its administration")
    func administration() throws {
        let uptake = try factor { $0.decay = "ADMIN" }
        #expect(uptake.factor == 70_000 / 370_000_000.0 && uptake.method == .doseAtAdministration)
    }

    @Test("takes General Electric's start of the scan where the series was made later")
    func generalElectric() throws {
        let uptake = try factor { ($0.seriesTime, $0.gems) = ("120000", "20260102110000") }
        #expect((uptake.factor / 2.763_366_817e-4 - 1).magnitude < 1e-8)
    }

    @Test("else reckons the start back from the time of the mean count rate")
    func backFromFrame() throws {
        // Acquired at 11:05:00 for 120 s; mean count rate 59.937 s later; Frame Reference Time 360 s: the scan began at 10:59:59.937.
        let uptake = try factor { ($0.seriesTime, $0.reference) = ("120000", "360000") }
        #expect((uptake.factor / 2.763_348_453e-4 - 1).magnitude < 1e-7)
    }

    @Test("takes Philips' factors for counts")
    func philips() throws {
        let direct = try factor { ($0.units, $0.philips) = ("CNTS", [(0x7053_1000, "0.00025")]) }
        #expect(direct.factor == 0.00025 && direct.method == .philipsScaleFactor)
        let activity = try factor { ($0.units, $0.philips) = ("CNTS", [(0x7053_1009, "2.0")]) }
        #expect((activity.factor / (2 * 2.763_366_817e-4) - 1).magnitude < 1e-8 && activity.method == .philipsActivity)
    }

    @Test("is refused with the attribute that is missing or does not allow it")
    func refusals() throws {
        let cases: [((inout Object) -> Void, DataElement.Tag)] = [
            ({ $0.units = nil }, .units), ({ $0.units = "CNTS" }, .units), ({ $0.units = "PROPCNTS" }, .units),
            ({ $0.corrections = nil }, .correctedImage), ({ $0.corrections = "ATTN" }, .correctedImage),
            ({ $0.decay = nil }, .decayCorrection),
            ({ $0.decay = "NONE" }, .decayCorrection), ({ $0.weight = nil }, .patientWeight), ({ $0.weight = "0" }, .patientWeight),
            ({ $0.dose = nil }, .radionuclideTotalDose), ({ $0.halfLife = nil }, .radionuclideHalfLife),
            ({ $0.startTime = nil }, .radiopharmaceuticalStartTime),
            ({ $0.startDateTime = "20260103100000" }, .radiopharmaceuticalStartTime),
            ({ $0.seriesTime = "120000" }, .frameReferenceTime),
        ]
        for (change, tag) in cases {
            let error = try #require(throws: ObjectError.self) { try factor(change) }
            #expect(error.tag == tag)
        }
    }
}
