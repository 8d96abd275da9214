public import DICOMCodecs
internal import DICOMData
internal import DICOMObjects

extension VoxelVolume {
    /// The pixels of a plane through the volume (multi-planar reformation), in the format of its voxels.
    ///
    /// A voxel reaches half its size to either side of its center. Interpolation is in single precision with weights of 24 bits, and
    /// rounded to nearest, halves up, for integers: the same pixels on every machine.
    ///
    /// - Parameter level: The instruction set; the pixels are the same for all.
    /// - Throws: ``ImagingError``: `badArgument` for a plane without spacing, for sides outside 1 … 65,535, for a slab that is no thickness
    ///   or more than 65,535 samples thick, and for a plane beyond reach; `outOfMemory`.
    /// - Complexity: O(pixels × samples of the slab), and the memory of the slice and three rows.
    public func reformatted(_ reformation: Reformation, level: VectorLevel = .best) throws(ImagingError) -> VoxelSlice {
        let path = try path(of: reformation)
        // Sides of 16 bits each, and 4 bytes: no overflow.
        let count = reformation.columns * reformation.rows * format.bytesPerVoxel
        guard let memory = SampleMemory(parts: 1, partBytes: count) else {
            throw ImagingError(code: .outOfMemory, problem: "No memory for a slice of \(count) bytes.", remedy: "Ask for fewer pixels.")
        }
        let shape = SampleKernels.VolumeShape(
            number: format.number, columns: geometry.columns, rows: geometry.rows, slices: geometry.slices)
        let outside = outsideVoxel(reformation.outside)
        do throws(CodecError) {
            try withBytes { (voxels) throws(CodecError) in
                try memory.withPart(0) { (target) throws(CodecError) in
                    var scratch: [Float] = []
                    try SampleKernels.reformat(
                        voxels, shape, along: path, interpolation: reformation.interpolation.kernel,
                        projection: reformation.slab?.projection.kernel ?? .mean, outside: outside, scratch: &scratch, into: &target,
                        level: level)
                }
            }
        } catch {
            throw ImagingError(code: .badArgument, problem: error.problem + ".", remedy: "Ask for a plane near the volume.")
        }
        memory.seal()
        var plane = reformation.plane
        plane.sliceThickness = reformation.slab?.thickness
        return VoxelSlice(
            plane: plane, columns: reformation.columns, rows: reformation.rows, format: format, rescale: rescale, unit: unit, memory: memory
        )
    }

    /// The plane in voxels.
    private func path(of reformation: Reformation) throws(ImagingError) -> SampleKernels.VolumePlane {
        let sides = 1...65_535
        guard sides.contains(reformation.columns), sides.contains(reformation.rows), let spacing = reformation.plane.spacing else {
            throw ImagingError(
                code: .badArgument,
                problem: "A plane of \(reformation.columns) × \(reformation.rows) pixels, or one without spacing, is none.",
                remedy: "Ask for 1 to 65,535 columns and rows, and set the spacing of the plane.")
        }
        let normal = reformation.plane.normal
        var depth = 1
        var step = 0.0
        if let slab = reformation.slab {
            let wanted = slab.step ?? geometry.finestSpacing
            let samples = (slab.thickness / wanted).rounded() + 1
            guard slab.thickness >= 0, wanted > 0, wanted.isFinite, samples <= 65_535 else {
                throw ImagingError(
                    code: .badArgument, problem: "A slab of \(slab.thickness) mm in steps of \(wanted) mm is none.",
                    remedy: "Ask for a thickness of 0 or more, and at most 65,535 steps.")
            }
            depth = Int(samples)
            step = depth > 1 ? slab.thickness / Double(depth - 1) : 0
        }
        let start = reformation.plane.position - normal * (step * Double(depth - 1) / 2)
        return SampleKernels.VolumePlane(
            start: geometry.voxel(at: start), columnStep: geometry.voxels(along: reformation.plane.rowDirection * spacing.betweenColumns),
            rowStep: geometry.voxels(along: reformation.plane.columnDirection * spacing.betweenRows),
            depthStep: geometry.voxels(along: normal * step), columns: reformation.columns, rows: reformation.rows, depth: depth)
    }

    private func outsideVoxel(_ value: Double?) -> Float {
        let slope = rescale.slope.doubleValue
        guard let value, slope != 0 else { return Float(range?.lowerBound ?? 0) }
        return Float((value - rescale.intercept.doubleValue) / slope)
    }
}

extension Reformation.Interpolation {
    var kernel: SampleKernels.Interpolation {
        switch self {
        case .nearest: .nearest
        case .linear: .linear
        case .cubic: .cubic
        }
    }
}

extension Reformation.Projection {
    var kernel: SampleKernels.Projection {
        switch self {
        case .maximum: .maximum
        case .minimum: .minimum
        case .mean: .mean
        }
    }
}
