internal import CDICOMZlib

/// Compresses a stream of bytes into the zlib format (RFC 1950) or bare deflate data (RFC 1951).
///
/// Safe, although it holds a pointer: it owns what lies there and lets nobody else see it.
@safe package struct Deflater: ~Copyable {
    package enum Format: Sendable {
        /// With header and Adler-32, as PNG has it.
        case zlib
        /// Neither, as Deflated Explicit VR Little Endian has it (PS3.5 A.5).
        case raw
    }

    package enum Strategy: Sendable {
        case standard
        /// For differences of neighbours: mostly small, hardly ever repeated.
        case filtered
        /// Runs of equal bytes and Huffman codes only: as fast as can be.
        case runs
    }

    /// zlib has no memory left.
    package struct OutOfMemory: Error {}

    // On the heap, since zlib keeps the address of the structure that it was initialised with.
    private let stream: UnsafeMutablePointer<z_stream>

    /// - Parameter level: 1 (fast) … 9 (small); others count as the nearest of these.
    package init(format: Format = .zlib, level: Int, strategy: Strategy = .standard) throws(OutOfMemory) {
        let strategies: [Strategy: Int32] = [.standard: Z_DEFAULT_STRATEGY, .filtered: Z_FILTERED, .runs: Z_RLE]
        let bits: Int32 = format == .raw ? -15 : 15
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        // unsafe: allocated in the line above, initialised to zeros as zlib wants it, and freed in deinit or below
        unsafe stream.initialize(to: z_stream())
        // unsafe: zlib checks version and size of the structure
        let status = unsafe deflateInit2_(
            stream, Int32(min(max(level, 1), 9)), Z_DEFLATED, bits, 9, strategies[strategy] ?? Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            // unsafe: nothing else knows the address
            unsafe stream.deallocate()
            throw OutOfMemory()
        }
        // unsafe: see the property
        unsafe self.stream = stream
    }

    deinit {
        // unsafe: the owner's last use
        unsafe deflateEnd(stream)
        // unsafe: as above
        unsafe stream.deallocate()
    }

    /// Compresses `bytes`, appending to `output` what is complete.
    package mutating func write(_ bytes: Span<UInt8>, to output: inout [UInt8]) { run(bytes, flush: Z_NO_FLUSH, to: &output) }

    /// Appends the rest to `output`. Nothing may be written afterwards.
    package mutating func finish(to output: inout [UInt8]) { run([UInt8]().span, flush: Z_FINISH, to: &output) }

    private mutating func run(_ bytes: Span<UInt8>, flush: Int32, to output: inout [UInt8]) {
        // unsafe: zlib reads the span's bytes and nothing beyond, and only within this call
        unsafe bytes.withUnsafeBufferPointer { source in
            var offset = 0
            repeat {
                // zlib counts in 32 bits.
                let count = min(source.count - offset, 1 << 30)
                // unsafe: `count` bytes from `offset` lie in the span; zlib does not write through this pointer
                unsafe stream.pointee.next_in = source.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0 + offset) }
                // unsafe: a field of our own structure
                unsafe stream.pointee.avail_in = UInt32(count)
                offset += count
                drain(flush: flush, to: &output)
            } while offset < source.count
        }
    }

    private mutating func drain(flush: Int32, to output: inout [UInt8]) {
        var isFull = true
        while isFull {
            let room = 1 << 16
            // unsafe: `count` says how much of it zlib has written
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { target, count in
                // unsafe: zlib writes at most `room` bytes there
                unsafe stream.pointee.next_out = target.baseAddress
                // unsafe: a field of our own structure
                unsafe stream.pointee.avail_out = UInt32(room)
                // unsafe: source and target were set above; with a valid stream this cannot fail, only find nothing to do
                _ = unsafe deflate(stream, flush)
                // unsafe: a field of our own structure; what is not free any more has been written
                count = unsafe room - Int(stream.pointee.avail_out)
            }
            output += piece
            isFull = piece.count == room
        }
    }
}

/// CRC-32 of PNG, gzip and zip (ISO 3309), continued from `previous`.
package func crc32(_ bytes: Span<UInt8>, continuing previous: UInt32 = 0) -> UInt32 {
    // unsafe: zlib reads the span's bytes and nothing beyond, and only within this call
    unsafe bytes.withUnsafeBufferPointer { source in
        // unsafe: as above; an empty span has no address, for which zlib would start anew
        source.isEmpty ? previous : UInt32(unsafe crc32_z(UInt(previous), source.baseAddress, source.count))
    }
}
