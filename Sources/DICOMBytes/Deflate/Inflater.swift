internal import CDICOMZlib

/// Takes deflate data (RFC 1951) apart, bare or wrapped by zlib (RFC 1950), without believing any size: the output grows in steps, and
/// within a budget.
package enum Inflater {
    /// What the output may come to.
    package struct Budget: Sendable {
        package var bytes: Int
        /// Bytes of output for each of the input, beyond a first 1 MiB.
        package var ratio: Int

        package init(bytes: Int, ratio: Int) {
            self.bytes = bytes
            self.ratio = ratio
        }
    }

    /// How a stream ended.
    package enum Ending: Sendable {
        case complete
        /// The input ended before the stream did.
        case cut
        /// What follows is no deflate data, or the checksum of zlib is wrong.
        case damaged
    }

    package struct Output: Sendable {
        package var bytes: [UInt8]
        /// Bytes of the input that belong to the stream.
        package var consumed: Int
        package var ending: Ending
    }

    /// What a stream that was inflated into memory of a caller came to.
    package struct Filling: Sendable {
        /// Bytes that were written.
        package var count: Int
        /// Bytes that the stream has beyond those that there was room for.
        package var excess: Int
        /// Bytes of the input that belong to the stream.
        package var consumed: Int
        package var ending: Ending
    }

    package enum Failure: Error {
        /// The output exceeds the budget.
        case budget
        /// zlib has no memory left.
        case memory
    }

    /// Whether the bytes begin with the header of zlib (RFC 1950 2.2) and not with a stored block (RFC 1951 3.2.4) that looks like one.
    package static func isWrapped(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 2, bytes[0] & 0x0F == 8, bytes[0] >> 4 <= 7, bytes[1] & 0x20 == 0,
            (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0
        else { return false }
        let isStored = bytes[0] & 6 == 0 && bytes.count >= 5 && bytes[1] == ~bytes[3] && bytes[2] == ~bytes[4]
        return !isStored
    }

    /// Inflates one stream to its end, or as far as it goes.
    package static func inflate(_ bytes: Span<UInt8>, format: Deflater.Format, budget: Budget) throws(Failure) -> Output {
        var stream = try InflateStream(format)
        let free = 1 << 20
        let (most, overflow) = bytes.count.multipliedReportingOverflow(by: max(budget.ratio, 1))
        let limit = min(budget.bytes, max(overflow ? .max : most, free))
        return try stream.run(bytes, limit: limit)
    }

    /// Inflates one stream into memory of the caller.
    ///
    /// - Parameter excess: how many more bytes it may have.
    package static func inflate(
        _ bytes: Span<UInt8>, format: Deflater.Format, into target: inout MutableSpan<UInt8>, excess: Int
    ) throws(Failure) -> Filling {
        var stream = try InflateStream(format)
        return try stream.fill(&target, from: bytes, excess: excess)
    }
}

/// A stream of zlib.
///
/// Safe, although it holds a pointer: it owns what lies there and lets nobody else see it.
@safe private struct InflateStream: ~Copyable {
    // On the heap, since zlib keeps the address of the structure that it was initialised with.
    private let stream: UnsafeMutablePointer<z_stream>

    init(_ format: Deflater.Format) throws(Inflater.Failure) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        // unsafe: allocated in the line above, initialised to zeros as zlib wants it, and freed in deinit or below
        unsafe stream.initialize(to: z_stream())
        // unsafe: zlib checks version and size of the structure
        let status = unsafe inflateInit2_(stream, format == .raw ? -15 : 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            // unsafe: nothing else knows the address
            unsafe stream.deallocate()
            throw .memory
        }
        // unsafe: see the property
        unsafe self.stream = stream
    }

    deinit {
        // unsafe: the owner's last use
        unsafe inflateEnd(stream)
        // unsafe: as above
        unsafe stream.deallocate()
    }

    mutating func run(_ bytes: Span<UInt8>, limit: Int) throws(Inflater.Failure) -> Inflater.Output {
        var output = [UInt8]()
        let limit = min(limit, Int.max - 1)
        var consumed = 0
        while true {
            let room = min(max(1 << 16, min(output.capacity - output.count, 1 << 26)), limit - output.count + 1)
            let (step, status) = feed(bytes, from: consumed, room: room, to: &output)
            consumed += step
            if output.count > limit { throw .budget }
            switch status {
            case Z_STREAM_END: return Inflater.Output(bytes: output, consumed: consumed, ending: .complete)
            case Z_OK, Z_BUF_ERROR:
                // Room is left, so it is the input that ran out.
                if consumed == bytes.count, !isFull { return Inflater.Output(bytes: output, consumed: consumed, ending: .cut) }
                // The rest probably shrank as what came before: with an eighth more, it is moved to larger memory once.
                let rest = Double(bytes.count - consumed) * Double(output.count) / Double(max(consumed, 1))
                let expected = min(Double(output.count) * 64, Double(output.count) + rest * 1.125)
                output.reserveCapacity(min(limit + 1, Int(max(expected, Double(output.count) * 1.5))))
            case Z_MEM_ERROR: throw .memory
            default: return Inflater.Output(bytes: output, consumed: consumed, ending: .damaged)
            }
        }
    }

    mutating func fill(
        _ target: inout MutableSpan<UInt8>, from bytes: Span<UInt8>, excess limit: Int
    ) throws(Inflater.Failure) -> Inflater.Filling {
        var filling = Inflater.Filling(count: 0, excess: 0, consumed: 0, ending: .cut)
        var rest = [UInt8]()
        while true {
            let room = target.count - filling.count
            var status = Z_OK
            if room > 0 {
                // unsafe: what is free of the target is lent to zlib for this call
                (filling.consumed, filling.count, status) = unsafe target.withUnsafeMutableBufferPointer { target in
                    let (step, written, status) = unsafe feed(
                        bytes, from: filling.consumed, into: UnsafeMutableBufferPointer(rebasing: target[filling.count...]), flush: Z_FINISH
                    )
                    return (filling.consumed + step, filling.count + written, status)
                }
            } else {
                // The end of the stream may come after the last byte of its output, and so may bytes that nobody wants.
                if rest.isEmpty { rest = [UInt8](repeating: 0, count: 512) }
                // unsafe: as above
                (filling.consumed, filling.excess, status) = unsafe rest.withUnsafeMutableBufferPointer { rest in
                    let (step, written, status) = unsafe feed(bytes, from: filling.consumed, into: rest, flush: Z_NO_FLUSH)
                    return (filling.consumed + step, filling.excess + written, status)
                }
                if filling.excess > limit { throw .budget }
            }
            switch status {
            case Z_STREAM_END: filling.ending = .complete
            case Z_OK, Z_BUF_ERROR:
                if filling.consumed < bytes.count || isFull { continue }
            case Z_MEM_ERROR: throw .memory
            default: filling.ending = .damaged
            }
            return filling
        }
    }

    /// Whether the last step filled all of its room.
    private var isFull: Bool {
        // unsafe: a field of our own structure
        unsafe stream.pointee.avail_out == 0
    }

    /// One call of zlib, which appends at most `room` bytes.
    private mutating func feed(_ bytes: Span<UInt8>, from offset: Int, room: Int, to output: inout [UInt8]) -> (consumed: Int, Int32) {
        var result = (consumed: 0, Z_OK)
        output.append(addingCapacity: room) { span in
            // unsafe: `filled` says how much of it zlib has written
            unsafe span.withUnsafeMutableBufferPointer { target, filled in
                let (step, written, status) = unsafe feed(
                    bytes, from: offset, into: UnsafeMutableBufferPointer(rebasing: target[..<room]), flush: Z_NO_FLUSH)
                filled = written
                result = (step, status)
            }
        }
        return result
    }

    /// One call of zlib, which writes at most as much as there is room for.
    private mutating func feed(
        _ bytes: Span<UInt8>, from offset: Int, into target: UnsafeMutableBufferPointer<UInt8>, flush: Int32
    ) -> (consumed: Int, written: Int, Int32) {
        // unsafe: zlib reads the span's bytes and nothing beyond, and only within this call
        unsafe bytes.withUnsafeBufferPointer { source in
            // zlib counts in 32 bits.
            let count = min(source.count - offset, 1 << 30)
            let room = min(target.count, 1 << 30)
            // unsafe: `count` bytes from `offset` lie in the span; zlib does not write through this pointer
            unsafe stream.pointee.next_in = source.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + offset) }
            // unsafe: a field of our own structure
            unsafe stream.pointee.avail_in = UInt32(count)
            // unsafe: zlib writes at most `room` bytes there
            unsafe stream.pointee.next_out = target.baseAddress
            // unsafe: a field of our own structure
            unsafe stream.pointee.avail_out = UInt32(room)
            // unsafe: source and target were set above
            let status = unsafe inflate(stream, flush)
            // unsafe: fields of our own structure; what is not free any more has been written
            return unsafe (count - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out), status)
        }
    }
}
