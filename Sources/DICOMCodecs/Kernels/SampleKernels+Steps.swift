internal import CDICOMCodecs

/// A step function of stored values, exact: a value is shown as the output whose number is that of the edges that are not above it.
package struct SampleSteps<Value: Comparable & Sendable>: Sendable {
    /// The edges, ascending, between one number that no value is below and one that none is above.
    let edges: [Value]
    /// One more than there are edges.
    let outputs: [UInt32]
    /// For a value that is not a number.
    let notANumber: UInt32
    /// Guesses the number of the output as (value - origin) · scale + offset. A good guess is fast; the edges decide.
    let origin: Value
    let scale: Double
    let offset: Double

    private init(
        _ edges: [Value], lowest: Value, highest: Value, _ outputs: [UInt16], _ notANumber: UInt16, _ line: (Value, Value) -> Double
    ) {
        self.edges = [lowest] + edges + [highest]
        self.outputs = outputs.map(UInt32.init)
        self.notANumber = UInt32(notANumber)
        // Through the first edge and the last, which is where a straight window has them.
        origin = edges.isEmpty ? lowest : edges[edges.count / 2]
        let distance = edges.isEmpty ? 0 : line(edges[0], edges[edges.count - 1])
        scale = distance > 0 && distance.isFinite ? Double(edges.count - 1) / distance : 0
        offset = edges.isEmpty ? 0 : 1 + line(edges[0], origin) * scale
    }

    fileprivate static func check(_ edges: Int, _ outputs: Int, _ isAscending: Bool) throws(CodecError) {
        try SampleKernels.require(
            edges <= 1 << 20 && outputs == edges + 1 && isAscending, "\(edges) edges and \(outputs) outputs make no step function")
    }
}

extension SampleSteps<Int32> {
    /// For cells of 4 bytes.
    ///
    /// - Parameters:
    ///   - edges: ascending; those of unsigned values less 2³¹.
    ///   - outputs: one more than edges.
    package init(edges: [Int32], outputs: [UInt16]) throws(CodecError) {
        try Self.check(edges.count, outputs.count, zip(edges, edges.dropFirst()).allSatisfy(<=))
        self.init(edges, lowest: .min, highest: .max, outputs, 0) { Double($1) - Double($0) }
    }
}

extension SampleSteps<Float> {
    /// - Parameters:
    ///   - edges: ascending; no NaN.
    ///   - outputs: one more than edges.
    ///   - notANumber: the output of NaN.
    package init(edges: [Float], outputs: [UInt16], notANumber: UInt16) throws(CodecError) {
        try Self.check(edges.count, outputs.count, zip(edges, edges.dropFirst()).allSatisfy(<=))
        self.init(edges, lowest: -.infinity, highest: .infinity, outputs, notANumber) { Double($1) - Double($0) }
    }
}

extension SampleSteps<Double> {
    /// As for single precision.
    package init(edges: [Double], outputs: [UInt16], notANumber: UInt16) throws(CodecError) {
        try Self.check(edges.count, outputs.count, zip(edges, edges.dropFirst()).allSatisfy(<=))
        self.init(edges, lowest: -.infinity, highest: .infinity, outputs, notANumber) { $1 - $0 }
    }
}

extension SampleKernels {
    /// Display values of cells of 4 bytes: one byte for each, or two, little endian, as `target` has room.
    package static func step(
        _ source: Span<UInt8>, cell: SampleCell, by steps: SampleSteps<Int32>, into target: inout MutableSpan<UInt8>,
        level: VectorLevel = .best
    ) throws(CodecError) {
        try require(cell.bytes == 4, "Steps are for cells of 4 bytes, not of \(cell.bytes)")
        let (count, targetBytes) = try displayBytes(source.count, 4, target.count)
        // unsafe: C reads `count` cells, edges and outputs that belong together by their initialiser, and writes `count` values, checked above
        let status = unsafe steps.edges.withUnsafeBufferPointer { edges in
            // unsafe: as above
            unsafe steps.outputs.withUnsafeBufferPointer { outputs in
                // unsafe: as above
                unsafe withBuffers(source, &target) { source, target in
                    // unsafe: as above
                    var table = unsafe cdicom_steps_int32(
                        edges: edges.baseAddress, outputs: outputs.baseAddress, count: edges.count - 2, origin: steps.origin,
                        scale: Float(steps.scale), offset: Float(steps.offset), target_bytes: targetBytes)
                    // unsafe: as above
                    return unsafe cdicom_steps_int32_cells(level.cLevel, cell.cCell, &table, source, target, count)
                }
            }
        }
        try check(status)
    }

    /// The same for cells of binary32.
    package static func step(
        _ source: Span<UInt8>, by steps: SampleSteps<Float>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let (count, targetBytes) = try displayBytes(source.count, 4, target.count)
        // unsafe: as for integers
        let status = unsafe steps.edges.withUnsafeBufferPointer { edges in
            // unsafe: as above
            unsafe steps.outputs.withUnsafeBufferPointer { outputs in
                // unsafe: as above
                unsafe withBuffers(source, &target) { source, target in
                    // unsafe: as above
                    var table = unsafe cdicom_steps_float(
                        edges: edges.baseAddress, outputs: outputs.baseAddress, count: edges.count - 2, origin: steps.origin,
                        scale: Float(steps.scale), offset: Float(steps.offset), not_a_number: steps.notANumber, target_bytes: targetBytes)
                    // unsafe: as above
                    return unsafe cdicom_steps_float_cells(level.cLevel, &table, source, target, count)
                }
            }
        }
        try check(status)
    }

    /// The same for cells of binary64.
    package static func step(
        _ source: Span<UInt8>, by steps: SampleSteps<Double>, into target: inout MutableSpan<UInt8>, level: VectorLevel = .best
    ) throws(CodecError) {
        let (count, targetBytes) = try displayBytes(source.count, 8, target.count)
        // unsafe: as for integers
        let status = unsafe steps.edges.withUnsafeBufferPointer { edges in
            // unsafe: as above
            unsafe steps.outputs.withUnsafeBufferPointer { outputs in
                // unsafe: as above
                unsafe withBuffers(source, &target) { source, target in
                    // unsafe: as above
                    var table = unsafe cdicom_steps_double(
                        edges: edges.baseAddress, outputs: outputs.baseAddress, count: edges.count - 2, origin: steps.origin,
                        scale: steps.scale, offset: steps.offset, not_a_number: steps.notANumber, target_bytes: targetBytes)
                    // unsafe: as above
                    return unsafe cdicom_steps_double_cells(level.cLevel, &table, source, target, count)
                }
            }
        }
        try check(status)
    }

    /// Samples in `source` and the bytes that `target` has for each: 1 or 2.
    static func displayBytes(_ source: Int, _ cellBytes: Int, _ target: Int) throws(CodecError) -> (count: Int, targetBytes: UInt32) {
        let count = try count(source, of: cellBytes)
        try require(target == count || target == 2 * count, "\(count) samples do not fill \(target) bytes")
        return (count, target == count ? 1 : 2)
    }

    /// Lends both buffers to C.
    private static func withBuffers(
        _ source: Span<UInt8>, _ target: inout MutableSpan<UInt8>,
        _ body: (UnsafePointer<UInt8>?, UnsafeMutablePointer<UInt8>?) -> cdicom_status
    ) -> cdicom_status {
        // unsafe: the pointers do not leave `body`, whose callers have checked the sizes
        unsafe source.withUnsafeBufferPointer { source in
            // unsafe: as above
            unsafe target.withUnsafeMutableBufferPointer { target in
                // unsafe: as above
                unsafe body(source.baseAddress, target.baseAddress)
            }
        }
    }
}
