import DICOMData
import DICOMObjects
import DICOMTestSupport
import Foundation
import Testing

@Suite("A series sorted into volumes")
struct ImageVolumeTests {
    /// Instances are numbered from 1 in the order of the positions.
    private func slices(
        _ positions: [SIMD3<Double>], row: SIMD3<Double> = [1, 0, 0], column: SIMD3<Double> = [0, 1, 0], series: String = "1.2",
        uid: String = "1.2.3", first: Int = 1
    ) throws -> [ImageSlice] {
        try positions.enumerated().map { number, position in
            let plane = try plane(position, row, column)
            return ImageSlice(
                sopInstanceUID: UniqueIdentifier("\(uid).\(number + first)"), seriesInstanceUID: UniqueIdentifier(series),
                frameOfReferenceUID: "1.9", instanceNumber: number + first, rows: 512, columns: 512, plane: plane)
        }
    }

    private func plane(_ position: SIMD3<Double>, _ row: SIMD3<Double>, _ column: SIMD3<Double>) throws -> ImagePlane {
        func text(_ vectors: SIMD3<Double>...) -> String { vectors.flatMap { ["\($0.x)", "\($0.y)", "\($0.z)"] }.joined(separator: "\\") }
        let builder = DICOMBytesBuilder().element(0x0018_0050, "DS", "3").element(0x0020_0032, "DS", text(position))
            .element(0x0020_0037, "DS", text(row, column)).element(0x0028_0030, "DS", "0.5\\0.5")
        return try #require(try ImagePlane(DICOMFile(bytes: builder.file()).dataSet))
    }

    private func axial(_ levels: [Double], series: String = "1.2", uid: String = "1.2.3", first: Int = 1) throws -> [ImageSlice] {
        try slices(levels.map { [-120, -120, $0] }, series: series, uid: uid, first: first)
    }

    private func levels(_ volume: ImageVolume) -> [Double] { volume.slices.compactMap { $0.plane?.position.z } }

    private func codes(_ volume: ImageVolume) -> [ImageVolume.Finding.Code] { volume.findings.map(\.code) }

    // MARK: One stack

    @Test("lies along its normal, as far apart as positions say and not as slices are thick")
    func sortsAlongNormal() throws {
        let volume = try #require(ImageVolume.volumes(from: try axial([10, 7.5, 5, 2.5, 0, 12.5])).first)
        #expect(levels(volume) == [0, 2.5, 5, 7.5, 10, 12.5] && volume.kind == .volume)
        #expect(volume.spacing == 2.5 && volume.isEvenlySpaced && volume.isRegular && volume.step == [0, 0, 2.5])
        #expect(volume.gantryTilt == nil && codes(volume) == [.evenSpacing, .thicknessDiffers])
        #expect(volume.findings[0].description == "Slices are 2.5 mm apart, by their positions.")
        #expect(volume.seriesInstanceUID == "1.2" && volume.frameOfReferenceUID == "1.9" && volume.repetitions.isEmpty)
    }

    @Test("does not depend on the order in which slices come")
    func ignoresOrder() throws {
        var slices = try axial([0, 3, 6, 9, 12, 18]) + axial([0, 3, 6, 9, 12, 18], uid: "1.2.4", first: 7)
        slices += try self.slices([[0, 0, 0], [0, 3, 0], [0, 6, 0]], column: [0, 0, -1], uid: "1.2.5", first: 20)
        let expected = ImageVolume.volumes(from: slices).map { "\($0.kind) \($0.slices.map(\.sopInstanceUID)) \($0.findings)" }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<20 {
            slices.shuffle(using: &generator)
            #expect(ImageVolume.volumes(from: slices).map { "\($0.kind) \($0.slices.map(\.sopInstanceUID)) \($0.findings)" } == expected)
        }
    }

    @Test("is even where positions were only rounded")
    func allowsRounding() throws {
        // 1.25 mm apart, to a digit after the point.
        let volume = try #require(ImageVolume.volumes(from: try axial([0, 1.2, 2.5, 3.8, 5, 6.2, 7.5, 8.8, 10])).first)
        #expect(volume.isEvenlySpaced && volume.spacing == 1.25)
    }

    @Test("has a gap where a distance is a multiple, and says how many slices are missing after which")
    func findsGaps() throws {
        let volume = try #require(ImageVolume.volumes(from: try axial([0, 3, 6, 15, 18, 24])).first)
        #expect(!volume.isEvenlySpaced && volume.spacing == 3 && !volume.isRegular)
        let gaps = volume.findings.filter { $0.code == .gap }
        #expect(gaps.map(\.slice) == [2, 4] && gaps[0].description == "2 slices seem to be missing: the next one is 9.0 mm away.")
        #expect(!codes(volume).contains(.unevenSpacing))
    }

    @Test(
        "is uneven where distances are no multiples",
        arguments: [[0, 3, 6, 10, 13], [0, 3, 6.4, 10, 14], [0, 1, 3, 6, 10]] as [[Double]])
    func findsUneven(levels: [Double]) throws {
        let volume = try #require(ImageVolume.volumes(from: try axial(levels)).first)
        #expect(!volume.isEvenlySpaced && codes(volume).contains(.unevenSpacing))
    }

    @Test("askew by a tilted gantry has the angle", arguments: [-20.0, 5, 15.5, 30])
    func findsTilt(degrees: Double) throws {
        // The gantry turns about the left-right axis; the table moves along z.
        let angle = degrees * .pi / 180
        let positions = (0..<10).map { SIMD3<Double>(-120, -100, 5 * Double($0)) }
        let volume = try #require(ImageVolume.volumes(from: try slices(positions, column: [0, cos(angle), sin(angle)])).first)
        #expect(abs(try #require(volume.gantryTilt) - abs(degrees)) < 1e-9 && codes(volume).contains(.gantryTilt) && !volume.isRegular)
        // Along the normal slices are closer than along the table.
        #expect(abs(try #require(volume.spacing) - 5 * cos(angle)) < 1e-9 && volume.isEvenlySpaced && volume.step == [0, 0, 5])
    }

    @Test("with first pixels that are not on a line is no box")
    func findsWanderingOrigin() throws {
        let volume = try #require(ImageVolume.volumes(from: try slices([[0, 0, 0], [0, 4, 3], [0, 0, 6], [0, 0, 9]])).first)
        #expect(codes(volume).contains(.wanderingOrigin) && !volume.isRegular && volume.isEvenlySpaced)
    }

    // MARK: What is kept apart

    @Test("is divided by orientation, matrix, pixel spacing, stack and frame of reference, each with its reason")
    func divides() throws {
        let start = try axial([0, 3, 6])
        func alter(_ change: (inout ImageSlice) -> Void) throws -> [ImageSlice] {
            try axial([9, 12], uid: "1.2.4", first: 10).map { slice in
                var slice = slice
                change(&slice)
                return slice
            }
        }
        let cases: [(ImageVolume.Finding.Code, [ImageSlice])] = [
            (.separateFrameOfReference, try alter { $0.frameOfReferenceUID = "1.8" }), (.separateMatrix, try alter { $0.rows = 256 }),
            (.separateStack, try alter { $0.stackID = "2" }), (.separatePixelSpacing, try alter { $0.plane?.spacing?.betweenRows = 0.51 }),
            (.separateOrientation, try slices([[0, 0, 0], [0, 3, 0]], column: [0, 0, -1], uid: "1.2.4")),
        ]
        for (code, others) in cases {
            let volumes = ImageVolume.volumes(from: start + others)
            #expect(volumes.map(\.slices.count).sorted() == [2, 3] && volumes.allSatisfy { codes($0).first == code })
        }
        let series = try ImageVolume.volumes(from: start + axial([9, 12], series: "1.3", uid: "1.2.4"))
        #expect(series.count == 2 && series.allSatisfy { codes($0).first == .evenSpacing })
    }

    @Test("is not divided by the last digits of directions and spacing")
    func allowsNoise() throws {
        var slices = try axial([0, 3, 6, 9])
        slices[1].plane?.rowDirection = [0.9999999, 0.0002, 0]
        slices[2].plane?.spacing?.betweenColumns = 0.50001
        #expect(ImageVolume.volumes(from: slices).count == 1)
    }

    @Test("keeps stacks side by side apart")
    func dividesSideBySide() throws {
        let volumes = ImageVolume.volumes(
            from: try slices([[-200, 0, 0], [-200, 0, 3], [-200, 0, 6]])
                + slices([[10, 0, 0], [10, 0, 3], [10, 0, 6]], uid: "1.2.4", first: 4))
        #expect(volumes.count == 2 && volumes.allSatisfy { codes($0).contains(.separateOrigin) && $0.isRegular })
    }

    @Test("leaves localizers, images without a place and images with an impossible one apart")
    func leavesApart() throws {
        var slices = try axial([0, 3, 6, 9, 12, 15])
        slices[0].isLocalizer = true
        slices[1].plane = nil
        slices[2].plane = nil
        slices[2].planeProblem = ObjectError(code: .invalidPlane, tag: .imageOrientationPatient, problem: "Bad.", remedy: "Stop.")
        slices[3].plane?.position.x = .nan
        let volumes = ImageVolume.volumes(from: slices)
        #expect(volumes.map(\.kind) == [.localizers, .unplaced, .volume] && volumes.map(\.slices.count) == [1, 3, 2])
        #expect(codes(volumes[1]) == [.noPlane, .invalidPlane] && volumes[1].spacing == nil)
    }

    @Test("of one image is a single image, and nothing is nothing")
    func singles() throws {
        #expect(ImageVolume.volumes(from: try axial([5])).map(\.kind) == [.singleImage])
        #expect(ImageVolume.volumes(from: []).isEmpty)
    }

    // MARK: Positions that come more than once

    private func text(_ repetition: ImageVolume.Repetition) -> String {
        "\(repetition.trait) \(repetition.value), \(repetition.number + 1) of \(repetition.count)"
    }

    private func repeated(
        _ levels: [Double], _ trait: ImageSlice.Trait, _ values: [Double], numbered: Bool = true
    ) throws -> [ImageSlice] {
        try values.enumerated().flatMap { number, value in
            try axial(levels, uid: "1.2.\(number + 3)", first: numbered ? 1 + number * levels.count : 1).map { slice in
                var slice = slice
                slice.traits[trait] = .number(value)
                return slice
            }
        }
    }

    @Test(
        "are time points, echoes or b-values where a trait tells them apart",
        arguments: [ImageSlice.Trait.temporalPosition, .echo, .bValue])
    func findsRepetitions(trait: ImageSlice.Trait) throws {
        let volumes = ImageVolume.volumes(from: try repeated([0, 3, 6, 9], trait, [100, 20, 3]))
        #expect(volumes.count == 3 && volumes.allSatisfy { $0.isRegular && $0.slices.count == 4 && codes($0).contains(.repetition) })
        #expect(volumes.flatMap { $0.repetitions.map(text) } == ["\(trait) 3, 1 of 3", "\(trait) 20, 2 of 3", "\(trait) 100, 3 of 3"])
        #expect(volumes[0].slices[0].sopInstanceUID == "1.2.5.9")
    }

    @Test("may be both, echoes within time points")
    func findsBoth() throws {
        let slices = try (0..<6).flatMap { number in
            try axial([0, 3, 6], uid: "1.2.\(number + 3)", first: 1 + number * 3).map { slice in
                var slice = slice
                slice.traits[.temporalPosition] = .number(Double(number / 2))
                slice.traits[.echo] = .number(number % 2 == 0 ? 4.6 : 2.3)
                return slice
            }
        }
        let volumes = ImageVolume.volumes(from: slices)
        #expect(
            volumes.map { $0.repetitions.map(\.value) } == [
                ["0", "2.3"], ["0", "4.6"], ["1", "2.3"], ["1", "4.6"], ["2", "2.3"], ["2", "4.6"],
            ])
    }

    @Test("are time points where the last one was cut short")
    func allowsUnfinished() throws {
        let slices = try repeated([0, 3, 6, 9, 12, 15], .temporalPosition, [1, 2, 3])
        let volumes = ImageVolume.volumes(from: Array(slices.dropLast(3)))
        #expect(volumes.map(\.slices.count) == [6, 6, 3] && volumes.allSatisfy { $0.duplicates.isEmpty })
    }

    @Test("come in the order of their instances where nothing else tells them apart")
    func ordersByInstance() throws {
        let slices = try axial([0, 3, 6]) + axial([0, 3, 6], uid: "1.2.4", first: 4)
        let volumes = ImageVolume.volumes(from: slices)
        #expect(volumes.map { $0.slices.map(\.instanceNumber) } == [[1, 2, 3], [4, 5, 6]])
        #expect(volumes[1].repetitions.map(text) == ["order of instances 2, 2 of 2"])
    }

    @Test("are duplicates where they do not repeat regularly, reported with their place")
    func reportsDuplicates() throws {
        var slices = try axial([0, 3, 6, 9]) + axial([6], uid: "1.2.4", first: 9)
        // A trait of each slice's own tells nothing apart.
        for index in slices.indices { slices[index].traits[.acquisition] = .number(Double(index)) }
        let volumes = ImageVolume.volumes(from: slices)
        #expect(volumes.count == 1 && volumes[0].slices.count == 4 && volumes[0].duplicates.map(\.instanceNumber) == [9])
        #expect(volumes[0].findings.first { $0.code == .duplicatePosition }?.slice == 2 && volumes[0].isRegular)
        // The same numbers again: a series that was sent twice under other UIDs.
        let twice = try ImageVolume.volumes(from: axial([0, 3, 6]) + axial([0, 3, 6], uid: "1.2.4"))
        #expect(twice.count == 1 && twice[0].duplicates.count == 3)
    }

    @Test("are one instance where it came more than once")
    func reportsRepeatedInstances() throws {
        let volumes = ImageVolume.volumes(from: try axial([0, 3, 6]) + axial([0, 3, 6]))
        #expect(volumes.count == 1 && volumes[0].duplicates.count == 3 && codes(volumes[0]).contains(.repeatedInstance))
        #expect(!codes(volumes[0]).contains(.duplicatePosition) && volumes[0].isRegular)
    }

    @Test("are two acquisitions where those overlap, at the same places or between")
    func dividesAcquisitions() throws {
        for start in [9.0, 10.3] {
            let first = try axial([0, 3, 6, 9, 12]).map { $0.acquired(1) }
            let second = try axial((0..<5).map { start + 3 * Double($0) }, uid: "1.2.4", first: 6).map { $0.acquired(2) }
            let volumes = ImageVolume.volumes(from: first + second)
            #expect(volumes.map(\.slices.count) == [5, 5] && volumes.allSatisfy(\.isRegular))
            #expect(volumes.map { $0.repetitions.first?.trait } == [.acquisition, .acquisition])
        }
    }

    @Test("of one place only are a loop, in the order of its trait")
    func findsLoops() throws {
        let loop = ImageVolume.volumes(from: try repeated([7], .triggerTime, [300, 100, 200]))
        #expect(
            loop.map(\.kind) == [.onePosition] && loop[0].slices.map(\.instanceNumber) == [2, 3, 1] && codes(loop[0]) == [.onePosition])
    }

    @Test(
        "name the value of their trait, whole numbers without a point",
        arguments: [(3, "3"), (2.5, "2.5"), (0x1p63, "9.223372036854776e+18")])
    func nameValues(number: Double, text: String) {
        #expect(ImageSlice.Trait.Value.number(number).description == text)
    }

    // MARK: Hostile and large

    @Test("takes planes of any numbers without a trap")
    func survivesAnything() throws {
        let numbers: [Double] = [0, 1, 0x1p63, -1, .nan, .infinity, -.infinity, 1e308, -1e308, 1e-308, 0.5]
        var generator = SeededGenerator(seed: 11)
        let start = try axial(Array(repeating: 0, count: 40))
        for _ in 0..<200 {
            var slices = start
            for index in slices.indices {
                for _ in 0..<Int.random(in: 0...3, using: &generator) {
                    let number = numbers.randomElement(using: &generator) ?? 0
                    switch Int.random(in: 0..<6, using: &generator) {
                    case 0: slices[index].plane?.position[Int.random(in: 0..<3, using: &generator)] = number
                    case 1: slices[index].plane?.rowDirection[Int.random(in: 0..<3, using: &generator)] = number
                    case 2: slices[index].plane?.columnDirection[Int.random(in: 0..<3, using: &generator)] = number
                    case 3: slices[index].plane?.spacing?.betweenRows = number
                    case 4: slices[index].plane?.sliceThickness = number
                    default: slices[index].traits[.acquisition] = .number(number)
                    }
                }
            }
            var tolerances = ImageVolume.Tolerances.standard
            tolerances.position = numbers.randomElement(using: &generator) ?? 0
            for volumes in [ImageVolume.volumes(from: slices), ImageVolume.volumes(from: slices, tolerances: tolerances)] {
                #expect(volumes.reduce(0) { $0 + $1.slices.count + $1.duplicates.count } == slices.count)
            }
        }
    }

    // MARK: Real series

    /// Positions, orientations and Image Type by pydicom, put together by hand.
    @Test(
        "agrees with series of real files", .enabled(if: Corpus.isPresent),
        arguments: [
            ("fo-dicom/abd1.zip.d", ["volume 2 25.0", "volume 5 25.0"]), ("pydicom/dicomdirtests/98892001/CT5N", ["volume 5 2.5"]),
            ("pydicom/dicomdirtests/77654033/CT2", ["volume 4 1.25"]),
            ("pydicom/dicomdirtests/98892003/MR700", Array(repeating: "single image 1", count: 7)),
            ("pydicom/dicomdirtests/98892001/CT2N", ["localizers 2"]), ("dcm_qa/Agfa", ["volume 25 3.3"]),
            ("dicom-validator/dicom", ["volume 15 5.0"]),
        ] as [(String, [String])])
    func agreesWithCorpus(path: String, expected: [String]) throws {
        let folder = try #require(Corpus.folder).appendingPathComponent("dicom/\(path)").path
        var slices: [ImageSlice] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            guard let file = try? DICOMFile(at: "\(folder)/\(name)"), file.dataSet.contains(.rows) else { continue }
            slices += try ImageSlice.slices(of: file.dataSet)
        }
        let found = ImageVolume.volumes(from: slices).map { volume in
            "\(volume.kind) \(volume.slices.count)\(volume.spacing.map { " \(($0 * 1000).rounded() / 1000)" } ?? "")"
        }
        #expect(found == expected)
    }
}

extension ImageSlice {
    fileprivate func acquired(_ number: Double) -> ImageSlice {
        var slice = self
        slice.traits[.acquisition] = .number(number)
        return slice
    }
}
