/// A stack of plain records for a parser's inner loop: a push is a compare and a store, a block moves with one copy.
///
/// Safe, although it holds a pointer: it owns what lies there, and every index is checked.
@safe @frozen @usableFromInline package struct RecordStack<Record: BitwiseCopyable>: ~Copyable {
    @usableFromInline var memory: UnsafeMutablePointer<Record>
    @usableFromInline var capacity: Int
    @usableFromInline var filled = 0

    /// Records on the stack.
    @inlinable package var count: Int {
        @inline(__always) get { filled }
    }

    @inlinable package init(capacity: Int) {
        self.capacity = max(capacity, 8)
        // unsafe: freed in deinit or when it grows
        unsafe memory = UnsafeMutablePointer<Record>.allocate(capacity: self.capacity)
    }

    @inlinable deinit {
        // unsafe: the owner's last use; plain records need no deinitialisation
        unsafe memory.deallocate()
    }

    @inlinable @inline(__always)
    package mutating func push(_ record: Record) {
        if filled == capacity { grow() }
        // unsafe: `filled` is below the capacity
        unsafe (memory + filled).initialize(to: record)
        filled += 1
    }

    @inlinable @inline(never)
    mutating func grow() {
        // unsafe: allocated and freed here, with the first `filled` records copied between
        let larger = UnsafeMutablePointer<Record>.allocate(capacity: 2 * capacity)
        // unsafe: as above
        unsafe larger.initialize(from: memory, count: filled)
        // unsafe: as above
        unsafe memory.deallocate()
        // unsafe: as above
        unsafe memory = larger
        capacity *= 2
    }

    /// The record at an index below ``count``.
    @inlinable
    package subscript(index: Int) -> Record {
        @inline(__always) get {
            precondition(index >= 0 && index < filled, "no such record")
            // unsafe: checked in the line above
            return unsafe memory[index]
        }
        @inline(__always) set {
            precondition(index >= 0 && index < filled, "no such record")
            // unsafe: checked in the line above
            unsafe memory[index] = newValue
        }
    }

    /// Takes off all records from `base` on.
    @inlinable @inline(__always)
    package mutating func truncate(to base: Int) {
        precondition(base >= 0 && base <= filled, "no such record")
        filled = base
    }

    /// Moves the records from `base` on to the end of `array`, as one block.
    @inlinable @inline(__always)
    package mutating func move(from base: Int, to array: inout [Record]) {
        precondition(base >= 0 && base <= filled, "no such record")
        // unsafe: the records from `base` to `filled` are initialised; the array copies them
        unsafe array.append(contentsOf: UnsafeBufferPointer(start: memory + base, count: filled - base))
        filled = base
    }
}
