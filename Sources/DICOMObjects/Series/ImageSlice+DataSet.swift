public import DICOMData

extension ImageSlice {
    /// The slices of an image object: one, or one for each frame that functional groups or a grid of offsets place (PS3.3 C.7.6.16,
    /// C.8.8.3.2). Frames that no one places, as those of a cine loop, are one slice together.
    ///
    /// - Throws: ``ObjectError`` where the object is no image or has no UID. What is wrong with a plane does not: ``planeProblem`` has it.
    public static func slices(of dataSet: DataSet) throws(ObjectError) -> [ImageSlice] {
        let groups = FunctionalGroups(dataSet)
        guard let sopInstanceUID = try dataSet.uid(.sopInstanceUID) else { throw .missing(.sopInstanceUID) }
        var common = ImageSlice(
            sopInstanceUID: sopInstanceUID, rows: try dataSet.required(.rows, in: 1...0xFFFF),
            columns: try dataSet.required(.columns, in: 1...0xFFFF), plane: nil)
        common.seriesInstanceUID = try dataSet.uid(.seriesInstanceUID)
        common.frameOfReferenceUID = try dataSet.uid(.frameOfReferenceUID)
        common.instanceNumber = try dataSet.wholeNumber(.instanceNumber)
        // A count of frames is a claim; items and offsets are there.
        if groups.perFrameCount > 0 {
            let places = try groups.dimensions.enumerated().filter { !$0.element.isPlace }.map(\.offset)
            var slices: [ImageSlice] = []
            slices.reserveCapacity(groups.perFrameCount)
            for frame in 0..<groups.perFrameCount { slices.append(common.of(frame, groups, dimensions: places)) }
            return slices
        }
        let slice = common.of(0, groups, dimensions: [])
        let frames = try dataSet.optional(.numberOfFrames, as: .is, in: 0...Int(Int32.max), default: 1)
        guard frames > 1 else { return [slice] }
        return try slice.onGrid(dataSet, frames: frames)
    }

    private func of(_ frame: Int, _ groups: FunctionalGroups, dimensions: [Int]) -> ImageSlice {
        var slice = self
        slice.frame = frame
        do {
            slice.plane = try ImagePlane(groups, frame: frame)
        } catch {
            slice.planeProblem = error
        }
        // Traits are hints: one that cannot be read is as good as absent.
        let content = FrameContent(groups, frame: frame)
        slice.stackID = try? content?.stackID
        let types = Self.imageTypes(groups, frame)
        slice.isLocalizer = types.contains("LOCALIZER")
        let values: [(Trait, Trait.Value?)] = [
            (
                .temporalPosition,
                (try? content?.temporalPositionIndex).map { .number(Double($0)) } ?? groups.number(.temporalPositionIdentifier)
            ),
            (.echo, Self.echo(groups, frame)),
            (.bValue, groups.number(.diffusionBValue, in: .mrDiffusionSequence, frame)),
            (.gradientDirection, Self.gradientDirection(groups, frame)),
            (
                .triggerTime,
                groups.number(.nominalCardiacTriggerDelayTime, in: .cardiacSynchronizationSequence, frame) ?? groups.number(.triggerTime)
            ),
            (.segment, groups.number(.referencedSegmentNumber, in: .segmentIdentificationSequence, frame)),
            (.imageType, types.isEmpty ? nil : .text(types.joined(separator: "\\"))),
            (.dimensions, Self.dimensionText(content, dimensions)),
            (.acquisition, groups.number(.acquisitionNumber)),
        ]
        for (trait, value) in values { slice.traits[trait] = value }
        return slice
    }

    /// Frames of RT Dose: offsets along the normal from the first plane on, or values of z (PS3.3 C.8.8.3.2).
    private func onGrid(_ dataSet: DataSet, frames: Int) throws(ObjectError) -> [ImageSlice] {
        var wholeObject = self
        wholeObject.plane = nil
        guard let plane, let element = dataSet[.gridFrameOffsetVector], !element.isEmpty else { return [wholeObject] }
        guard let offsets = try dataSet.numbers(.gridFrameOffsetVector, count: frames) else { return [wholeObject] }
        let isRelative = offsets[0] == 0
        return offsets.enumerated().map { frame, offset in
            var slice = self
            slice.frame = frame
            slice.plane?.position = isRelative ? plane.position + plane.normal * offset : SIMD3(plane.position.x, plane.position.y, offset)
            return slice
        }
    }

    /// Values three and up of Image Type, or of the Frame Type of whichever macro the kind of object has; with the complex component.
    private static func imageTypes(_ groups: FunctionalGroups, _ frame: Int) -> [String] {
        let macros: [DataElement.Tag] = [.mrImageFrameTypeSequence, .ctImageFrameTypeSequence, .petFrameTypeSequence]
        let item = macros.lazy.compactMap { groups.item($0, frame: frame) }.first ?? groups.dataSet
        let type = (try? item.strings(item.contains(.frameType) ? .frameType : .imageType)) ?? []
        let component = try? item.string(.complexImageComponent)
        return type.dropFirst(2) + (component.map { [$0] } ?? [])
    }

    private static func echo(_ groups: FunctionalGroups, _ frame: Int) -> Trait.Value? {
        groups.number(.effectiveEchoTime, in: .mrEchoSequence, frame) ?? groups.number(.echoTime) ?? groups.number(.echoNumbers)
    }

    private static func gradientDirection(_ groups: FunctionalGroups, _ frame: Int) -> Trait.Value? {
        let item = groups.item(.mrDiffusionSequence, frame: frame)?.items(.diffusionGradientDirectionSequence).first ?? groups.dataSet
        guard let direction = try? item.doubles(.diffusionGradientOrientation), direction.count == 3 else { return nil }
        return .text(direction.map { "\($0)" }.joined(separator: "\\"))
    }

    private static func dimensionText(_ content: FrameContent?, _ dimensions: [Int]) -> Trait.Value? {
        guard !dimensions.isEmpty, let values = try? content?.dimensionIndexValues else { return nil }
        let text = dimensions.filter(values.indices.contains).map { Self.padded(values[$0]) }.joined(separator: "\\")
        return text.isEmpty ? nil : .text(text)
    }

    /// So that texts sort as numbers do.
    private static func padded(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}

extension DimensionIndex {
    /// Whether the dimension only numbers where frames lie.
    fileprivate var isPlace: Bool {
        let places: Set<DataElement.Tag> = [
            .stackID, .inStackPositionNumber, .imagePositionPatient, .imageOrientationPatient, .sliceLocation,
        ]
        return places.contains(pointer)
    }
}

extension FunctionalGroups {
    /// A number of the object.
    fileprivate func number(_ tag: DataElement.Tag) -> ImageSlice.Trait.Value? {
        guard let value = try? dataSet.double(tag), value.isFinite else { return nil }
        return .number(value)
    }

    /// A number of a frame's macro, or of the object.
    fileprivate func number(_ tag: DataElement.Tag, in sequence: DataElement.Tag, _ frame: Int) -> ImageSlice.Trait.Value? {
        guard let value = try? scope(sequence, frame: frame, holding: tag).double(tag), value.isFinite else { return nil }
        return .number(value)
    }
}
